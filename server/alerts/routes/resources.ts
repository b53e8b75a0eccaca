import { z } from 'zod';
import { change, changeKinds, severity } from '../../../core/schema/index.ts';
import { id, time, timeOf, timeOrNull } from '../../api/resources/common.ts';
import {
  channelTypes,
  deliveryKinds,
  deliveryStates,
  type Alert,
  type AlertRule,
  type Channel,
  type Delivery,
  type DeliveryAttempt,
} from '../../store/index.ts';
import type { EmailTarget } from '../channels/index.ts';
import { digestInput, quietHoursInput } from './inputs.ts';

export const channelSchema = z
  .object({
    id,
    type: z.enum(channelTypes),
    name: z.string(),
    url: z.string().nullable().describe("Of webhooks. Slack's is a secret: only its beginning is shown"),
    to: z.array(z.string()).nullable().describe('Of emails'),
    smtp: z
      .object({
        host: z.string(),
        port: z.int(),
        security: z.enum(['starttls', 'tls', 'none']),
        user: z.string().nullable(),
        from: z.string().nullable(),
      })
      .nullable()
      .describe("The channel's own mail server; null: the one in the settings"),
    enabled: z.boolean(),
    disabledReason: z.string().nullable().describe('Why the service itself switched it off'),
    createdAt: time,
    updatedAt: time,
    lastSuccessAt: time.nullable(),
    lastFailureAt: time.nullable(),
  })
  .meta({ id: 'Channel' });

export const newChannelSchema = channelSchema
  .extend({
    secret: z
      .string()
      .optional()
      .describe('Of webhooks: what they are signed with, `whsec_…`. Shown only now'),
  })
  .meta({ id: 'NewChannel' });

export const secretSchema = z
  .object({
    secret: z.string().describe('Shown only now'),
    previousUntil: time.nullable().describe('Until then webhooks are signed with the former secret as well'),
  })
  .meta({ id: 'ChannelSecret' });

/** @param isWhole whether everything may be shown that is no secret; otherwise only where it leads */
export function channelResource(channel: Channel, isWhole = true): z.infer<typeof channelSchema> {
  const { type, name, enabled, disabledReason } = channel;
  const { url = null, to = null, smtp = null } = channel.target as Partial<EmailTarget & { url: string }>;
  return {
    id: String(channel.id),
    type,
    name,
    url: url !== null && !isWhole && URL.canParse(url) ? `${new URL(url).origin}/…` : url,
    to: isWhole ? to : null,
    smtp: isWhole ? smtp : null,
    enabled,
    disabledReason,
    createdAt: timeOf(channel.createdAt),
    updatedAt: timeOf(channel.updatedAt),
    lastSuccessAt: timeOrNull(channel.lastSuccessAt),
    lastFailureAt: timeOrNull(channel.lastFailureAt),
  };
}

export const ruleSchema = z
  .object({
    id,
    name: z.string(),
    channel: id,
    minSeverity: severity,
    kinds: z.array(z.enum(changeKinds)).nullable().describe('Null: every kind'),
    sites: z.array(id).nullable().describe('Null: every site, also those to come'),
    quietHours: quietHoursInput.nullable(),
    digest: digestInput.nullable().describe('Null: at once'),
    enabled: z.boolean(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Rule' });

export function ruleResource(rule: AlertRule): z.infer<typeof ruleSchema> {
  const { name, minSeverity, kinds, siteIds, quietHours, digest, enabled } = rule;
  return {
    id: String(rule.id),
    name,
    channel: String(rule.channelId),
    minSeverity,
    kinds,
    sites: siteIds?.map(String) ?? null,
    quietHours,
    digest,
    enabled,
    createdAt: timeOf(rule.createdAt),
    updatedAt: timeOf(rule.updatedAt),
  };
}

export const alertSchema = z
  .object({
    id,
    rule: id.nullable().describe('Null when it was removed'),
    ruleName: z.string(),
    site: id,
    crawl: id,
    severity: severity.describe('Of its worst change'),
    changes: z.int().describe('How many changes it is about'),
    createdAt: time,
    updatedAt: time.describe('When changes last came to it'),
    acknowledgedAt: time.nullable(),
    acknowledgedBy: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Alert' });

export function alertResource(alert: Alert): z.infer<typeof alertSchema> {
  const { ruleName, severity, changes, acknowledgedBy, note } = alert;
  return {
    id: String(alert.id),
    rule: alert.ruleId === null ? null : String(alert.ruleId),
    ruleName,
    site: String(alert.siteId),
    crawl: String(alert.crawlId),
    severity,
    changes,
    createdAt: timeOf(alert.createdAt),
    updatedAt: timeOf(alert.updatedAt),
    acknowledgedAt: timeOrNull(alert.acknowledgedAt),
    acknowledgedBy,
    note,
  };
}

export const deliverySchema = z
  .object({
    id,
    kind: z.enum(deliveryKinds),
    channel: id.nullable().describe('Null when it was removed'),
    channelName: z.string(),
    rule: id.nullable(),
    webhookId: z.string().describe('The same for every attempt: receivers tell repetitions by it'),
    state: z.enum(deliveryStates),
    attempts: z.int().describe('Attempts begun'),
    dueAt: time.nullable().describe('When the next attempt is made'),
    error: z.string().nullable().describe('How the latest attempt failed, or why it is parked'),
    createdAt: time,
    finishedAt: time.nullable(),
  })
  .meta({ id: 'Delivery' });

export const deliveryDetailSchema = deliverySchema
  .extend({
    alerts: z.array(id).describe('What it tells, the worst first'),
    history: z.array(
      z.object({
        number: z.int(),
        at: time,
        durationMs: z.number(),
        outcome: z.enum(['delivered', 'failed']),
        status: z.int().nullable().describe('The HTTP status or SMTP code, when there was an answer'),
        error: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DeliveryDetail' });

export const alertDetailSchema = alertSchema
  .omit({ changes: true })
  .extend({
    changeCount: z.int(),
    changes: z.array(change).describe('The worst first, 1000 at most'),
    deliveries: z.array(deliverySchema),
  })
  .meta({ id: 'AlertDetail' });

export function deliveryResource(delivery: Delivery): z.infer<typeof deliverySchema> {
  const { kind, channelName, webhookId, state, attempts, error } = delivery;
  const idOrNull = (value: number | null): string | null => (value === null ? null : String(value));
  return {
    id: String(delivery.id),
    kind,
    channel: idOrNull(delivery.channelId),
    channelName,
    rule: idOrNull(delivery.ruleId),
    webhookId,
    state,
    attempts,
    dueAt: state === 'waiting' && kind !== 'test' ? timeOf(delivery.dueAt) : null,
    error,
    createdAt: timeOf(delivery.createdAt),
    finishedAt: timeOrNull(delivery.finishedAt),
  };
}

export function deliveryDetail(
  delivery: Delivery,
  alerts: readonly number[],
  attempts: readonly DeliveryAttempt[],
): z.infer<typeof deliveryDetailSchema> {
  return {
    ...deliveryResource(delivery),
    alerts: [...new Set(alerts)].map(String),
    history: attempts.map((attempt) => ({ ...attempt, at: timeOf(attempt.at) })),
  };
}
