import type { Generated } from 'kysely';

export interface AlertTables {
  channels: ChannelTable;
  rules: RuleTable;
  rule_sites: { rule_id: number; site_id: number };
  alerts: AlertTable;
  /** Which changes an alert is about, and with which of its tellings they came. */
  alert_changes: { alert_id: number; change_id: number; telling: number };
  deliveries: DeliveryTable;
  /** What a delivery tells: one telling of an alert, or all that a digest gathers. */
  delivery_items: { delivery_id: number; alert_id: number; telling: number };
  delivery_attempts: DeliveryAttemptTable;
}

export const channelTypes = ['webhook', 'slack', 'email'] as const;
export type ChannelType = (typeof channelTypes)[number];

interface ChannelTable {
  id: Generated<number>;
  type: ChannelType;
  name: string;
  /** Where it leads, as JSON; what may be shown. */
  target: string;
  /** Random; what `secrets` are sealed to besides. */
  seal: string;
  /** Sealed JSON: signing secrets, secret addresses, passwords. */
  secrets: string;
  enabled: number;
  /** Why the service itself switched it off; null when a person did, or it is on. */
  disabled_reason: string | null;
  created_at: number;
  updated_at: number;
  last_success_at: number | null;
  last_failure_at: number | null;
}

interface RuleTable {
  id: Generated<number>;
  name: string;
  channel_id: number;
  /** Position in the list of severities. */
  min_severity: number;
  /** JSON list; null: every kind. */
  kinds: string | null;
  /** 1: every site, also those to come; 0: those in `rule_sites`. */
  every_site: number;
  /** Quiet hours, as JSON. */
  quiet: string | null;
  /** When digests are sent, as JSON; null: at once. */
  digest: string | null;
  enabled: number;
  created_at: number;
  updated_at: number;
}

interface AlertTable {
  id: Generated<number>;
  rule_id: number | null;
  /** As it was called then. */
  rule_name: string;
  site_id: number;
  crawl_id: number;
  /** Of the worst change. */
  severity: number;
  changes: number;
  /** How often changes of its crawl were recorded that the rule asks for: once, unless more came up later. */
  tellings: number;
  created_at: number;
  updated_at: number;
  acknowledged_at: number | null;
  acknowledged_by: string | null;
  note: string | null;
}

export const deliveryKinds = ['alert', 'digest', 'test'] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];
export const deliveryStates = ['waiting', 'sending', 'delivered', 'parked'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

interface DeliveryTable {
  id: Generated<number>;
  kind: DeliveryKind;
  channel_id: number | null;
  channel_name: string;
  rule_id: number | null;
  rule_name: string | null;
  /** The same for every attempt. */
  webhook_id: string;
  /** Rule and time of a digest, so that there is one. */
  digest_key: string | null;
  /** Start of the time that a digest is about. */
  digest_from: number | null;
  state: DeliveryState;
  due_at: number;
  /** Attempts begun, in all. */
  attempts: Generated<number>;
  /** Failures since it was last set going: they decide on the next pause. */
  failures: Generated<number>;
  /** What is sent, fixed by the first attempt; null before it and once delivered. */
  body: string | null;
  error: string | null;
  lease_owner: string | null;
  lease_until: number | null;
  created_at: number;
  finished_at: number | null;
}

interface DeliveryAttemptTable {
  delivery_id: number;
  number: number;
  at: number;
  duration_ms: number;
  outcome: 'delivered' | 'failed';
  /** The HTTP status or SMTP code, when there was one. */
  status: number | null;
  error: string | null;
}
