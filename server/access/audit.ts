import type { Request } from 'express';
import type { ServiceContext } from '../api/context.ts';
import { addAudit, type AuditEntry, type Db } from '../store/index.ts';
import { storableText } from '../store/text.ts';
import { clientOf } from './client.ts';
import type { Principal } from './principal.ts';

/** Something to be remembered. */
export interface Deed {
  /** `users.create`, `session.begin` … */
  action: string;
  /** `ok` unless said. */
  outcome?: AuditEntry['outcome'];
  object?: { type: string; id?: string | number | null; name?: string | null };
  siteId?: number | null;
  /** Whatever else matters. Secrets are taken out, long texts cut. */
  detail?: Record<string, unknown>;
}

export type Actor = AuditEntry['actor'];

export const nobody: Actor = { kind: 'nobody', userId: null, tokenId: null, name: '' };
export const system: Actor = { kind: 'system', userId: null, tokenId: null, name: 'system' };
export const commandLine: Actor = { kind: 'command', userId: null, tokenId: null, name: 'command line' };

export function actorOf(principal: Principal | null): Actor {
  if (!principal) return nobody;
  const { via, userId, tokenId, name } = principal;
  return { kind: via === 'token' ? 'token' : 'user', userId, tokenId, name };
}

/** Adds to the audit log what somebody did by a request. Give the transaction of the deed, so that neither stands alone. */
export async function audit(
  db: Db,
  {
    request,
    context,
    principal,
  }: { request: Request; context: Pick<ServiceContext, 'now'>; principal: Principal | null },
  deed: Deed,
): Promise<void> {
  await auditAs(db, actorOf(principal), deed, { at: context.now(), address: clientOf(request).address });
}

/** The same for what no request did. */
export async function auditAs(
  db: Db,
  actor: Actor,
  { action, outcome = 'ok', object, siteId, detail }: Deed,
  { at, address = null }: { at: number; address?: string | null },
): Promise<void> {
  await addAudit(db, {
    at,
    action,
    outcome,
    actor,
    address,
    object: object
      ? {
          type: object.type,
          id: object.id == null ? null : String(object.id),
          name: bounded(object.name ?? null),
        }
      : null,
    siteId: siteId ?? null,
    detail: withoutSecrets(detail ?? {}) as Record<string, unknown>,
  });
}

const secretNames =
  /pass(?:word|phrase|wd)?$|secret|token|authorization|cookie|credential|headers|proxy|apikey|api_key|^key$/i;
/** What people sent to be looked at or imported: too long for a log, and not its business. */
const bulkyNames = /^(?:code|source|body|text|content|report|list)$/i;
const longestText = 300;
const mostItems = 50;
const deepest = 4;
/** Values of one entry, in whatever depth: bodies may hold millions. */
const mostValues = 300;

/** Keeps what a deed was about and drops what nobody may read later, in whatever depth. */
export function withoutSecrets(value: unknown): unknown {
  return reduced(value, 0, { left: mostValues });
}

function reduced(value: unknown, depth: number, budget: { left: number }): unknown {
  if (budget.left-- <= 0) return '…';
  if (typeof value === 'string') return bounded(originsOnly(value));
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => reduced(item, depth + 1, budget));
  const kept = Object.entries(value).slice(0, mostItems);
  return Object.fromEntries(
    kept.map(([name, item]) => {
      if (item !== null && secretNames.test(name)) return [bounded(name), '(secret)'];
      if (item !== null && bulkyNames.test(name)) return [bounded(name), '(not kept)'];
      return [bounded(name), reduced(item, depth + 1, budget)];
    }),
  );
}

/** Paths of web hooks, queries and user info hold secrets; where a URL leads is enough. */
function originsOnly(text: string): string {
  return text
    .slice(0, longestText * 4)
    .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#\s@]*@)*([^/?#\s]*)[^\s]*/gi, '$1$2/');
}

function bounded(text: string): string;
function bounded(text: string | null): string | null;
function bounded(text: string | null): string | null {
  if (text === null) return text;
  const whole = storableText(text);
  return whole.length > longestText ? `${whole.slice(0, longestText).toWellFormed()}…` : whole;
}
