import { z } from 'zod';

const policy = z.strictObject({
  name: z.enum(['hosts', 'strict']),
  about: z.string(),
  directives: z.record(z.string(), z.array(z.string())),
  value: z.string().describe('The header value, without reporting'),
});

/** A content security policy and integrity attributes that would let a site go on as crawls saw it. */
export const policySuggestion = z
  .strictObject({
    schemaVersion: z.literal(1),
    site: z.string(),
    crawls: z.number().describe('How many of the latest crawls it rests on'),
    withVisitors: z.boolean(),
    headers: z
      .record(z.string(), z.string())
      .describe('To be sent first: report-only, reporting to this service'),
    needsNonce: z
      .boolean()
      .describe('Whether {NONCE} in it stands for a random value, fresh for each response'),
    policies: z.array(policy),
    inline: z.array(
      z.strictObject({
        label: z.string(),
        kinds: z.array(z.string()),
        pages: z.number(),
        advice: z.enum(['hash', 'nonce', 'rewrite', 'remove']),
        hashes: z.array(z.string()),
        why: z.string(),
      }),
    ),
    integrity: z.array(
      z.strictObject({
        url: z.string(),
        integrity: z.string(),
        tag: z.string().describe('The element as it would stand in the page'),
        crawls: z.number().describe('How many crawls saw this very body'),
      }),
    ),
    withoutIntegrity: z.array(z.strictObject({ url: z.string(), why: z.string() })),
    risks: z.array(z.strictObject({ code: z.string(), text: z.string(), subjects: z.array(z.string()) })),
    steps: z.array(z.string()),
  })
  .meta({ id: 'PolicySuggestion' });

export type PolicySuggestion = z.infer<typeof policySuggestion>;
