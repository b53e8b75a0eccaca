import type { Generated } from 'kysely';
import type { Role } from '../../access/principal.ts';

export interface AccessTables {
  users: UserTable;
  user_sites: { user_id: number; site_id: number; role: Role };
  user_links: UserLinkTable;
  sessions: SessionTable;
  api_tokens: ApiTokenTable;
  failed_attempts: FailedAttemptTable;
  /** Facts about this installation, by name. */
  installation: { name: string; value: string; at: number };
  audit: AuditTable;
}

interface UserTable {
  id: Generated<number>;
  /** Lower case. */
  name: string;
  /** On every site; null when it is given site by site. */
  role: Role | null;
  /** Salted hash in PHC form; null until one is set. */
  password: string | null;
  password_at: number | null;
  created_at: number;
  last_login_at: number | null;
}

/** A link that lets its holder set a password, once. */
interface UserLinkTable {
  id: Generated<number>;
  /** SHA-256 of the token in the link. */
  hash: string;
  /** Null: makes the first administrator. */
  user_id: number | null;
  created_at: number;
  expires_at: number;
}

interface SessionTable {
  id: Generated<number>;
  /** SHA-256 of the cookie. */
  hash: string;
  user_id: number;
  created_at: number;
  seen_at: number;
  /** However busy it is, it ends then. */
  expires_at: number;
  address: string;
  agent: string;
}

interface ApiTokenTable {
  id: Generated<number>;
  /** SHA-256 of the token. */
  hash: string;
  user_id: number;
  name: string;
  /** The most it may do; null: as much as its user. */
  role: Role | null;
  /** JSON list of site ids; null: every site of its user. */
  sites: string | null;
  created_at: number;
  expires_at: number | null;
  used_at: number | null;
  revoked_at: number | null;
}

interface FailedAttemptTable {
  /** SHA-256 of what was attempted or who attempted: names typed wrongly may be passwords. */
  hash: string;
  failures: number;
  last_at: number;
  blocked_until: number;
}

export const auditOutcomes = ['ok', 'refused'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];
export const actorKinds = ['user', 'token', 'command', 'system', 'nobody'] as const;
export type ActorKind = (typeof actorKinds)[number];

interface AuditTable {
  id: Generated<number>;
  at: number;
  action: string;
  outcome: AuditOutcome;
  actor_kind: ActorKind;
  user_id: number | null;
  token_id: number | null;
  /** The name as it was then. */
  actor: string;
  address: string | null;
  object_type: string | null;
  object_id: string | null;
  object_name: string | null;
  site_id: number | null;
  /** JSON, without secrets. */
  detail: string;
}
