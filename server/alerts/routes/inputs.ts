import { z } from 'zod';
import { changeKinds, severities } from '../../../core/schema/index.ts';
import { id, idOrName } from '../../api/resources/common.ts';
import { isTimeZone } from '../timing/index.ts';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 07:30');
const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'an IANA time zone such as UTC or Europe/Vienna')
  .default('UTC');
const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'one line without control characters');

export const quietHoursInput = z
  .strictObject({ from: clock, to: clock.describe('Exclusive; before `from`: on the next day'), timeZone })
  .refine(({ from, to }) => from !== to, 'quiet hours end at another time than they begin')
  .describe('Alerts of that time are sent at its end, but for critical ones: those are always sent at once');

export const digestInput = z
  .discriminatedUnion('every', [
    z.strictObject({ every: z.literal('hour') }),
    z.strictObject({ every: z.literal('day'), at: clock.default('08:00'), timeZone }),
  ])
  .describe('Alerts are gathered and sent together, but for critical ones: those are sent at once');

const when = {
  minSeverity: z.enum(severities).default('medium').describe('The lowest that is told'),
  kinds: z
    .array(z.enum(changeKinds))
    .min(1)
    .max(changeKinds.length)
    .nullish()
    .describe('Every kind unless said'),
  sites: z
    .array(idOrName)
    .min(1)
    .max(1000)
    .nullish()
    .describe('Ids or names; every site unless said, which needs the role on every site'),
  quietHours: quietHoursInput.nullish(),
  digest: digestInput.nullish().describe('At once unless said'),
};

export const ruleInput = z.strictObject({
  name: name.optional(),
  channel: id,
  ...when,
  enabled: z.boolean().default(true),
});

/** What is not given stays. */
export const ruleChanges = z.strictObject({
  ...ruleInput.partial().shape,
  minSeverity: z.enum(severities).optional(),
  enabled: z.boolean().optional(),
});

const days = z.coerce.number().int().min(1).max(400).default(30).describe('How far to look back');

export const previewInput = z.strictObject({ ...when, days });
export const previewQuery = z.strictObject({ days });

const url = z.string().min(1).max(4096);

/** A plain address: no name, no list, nothing that a header could be broken with. */
const email = z
  .string()
  .max(254)
  .regex(
    /^[^\s"(),:;<>@[\\\]\p{Cc}\p{Cf}]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/u,
    'one email address',
  );

const smtpInput = z.strictObject({
  host: z
    .string()
    .regex(
      /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]+\]?)$/,
      'a host name or an address',
    ),
  port: z.int().min(1).max(65_535).default(587),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .default('starttls')
    .describe('`none` only inside SCRIPTWARDEN_ALLOW_NETWORKS'),
  user: z.string().min(1).max(300).nullable().default(null),
  password: z.string().min(1).max(1000).optional().describe('Stored encrypted, never shown'),
  from: email
    .nullable()
    .default(null)
    .describe('Sender; `scriptwarden@` and the host of the public URL unless said'),
});

const to = z.array(email).min(1).max(20);
const smtp = smtpInput.nullish().describe('A mail server of its own instead of the one in the settings');
const enabled = z.boolean().default(true);

export const channelInput = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('webhook'),
      name: name.optional(),
      url: url.describe(
        'https:, or http: inside SCRIPTWARDEN_ALLOW_NETWORKS. It is shown: put no secrets into it',
      ),
      enabled,
    }),
    z.strictObject({
      type: z.literal('slack'),
      name: name.optional(),
      url: url.describe('The address of an incoming webhook. Stored encrypted; only its host is shown'),
      enabled,
    }),
    z.strictObject({ type: z.literal('email'), name: name.optional(), to, smtp, enabled }),
  ])
  .describe('Where alerts go');

/** What is not given stays; what does not belong to the type of the channel is refused. */
export const channelChanges = z.strictObject({
  name: name.optional(),
  url: url.optional(),
  to: to.optional(),
  smtp,
  enabled: z.boolean().optional(),
});

export const rotateInput = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(168)
    .default(24)
    .describe('How long webhooks are signed with both secrets'),
});

export const noteInput = z.strictObject({
  note: z.string().max(2000).optional().describe('What was found, or done'),
});

export type ChannelInput = z.output<typeof channelInput>;
export type ChannelChanges = z.output<typeof channelChanges>;
export type RuleInput = z.output<typeof ruleInput>;
