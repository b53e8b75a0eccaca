import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/ });
const nameValue = z.record(z.string(), z.string());

/** A property under watch, as a site file declares it. Values may take secrets from the environment as `${NAME}`. */
export const siteFile = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  startUrls: z.array(httpUrl).min(1),
  journeys: z
    .array(z.unknown())
    .optional()
    .describe('Chrome DevTools Recorder flows; refused until the crawler runs them'),
  hosts: z
    .array(z.string())
    .default([])
    .describe("The site's own further hosts: crawled as its pages, sent its credentials"),
  allowNetworks: z
    .array(z.string())
    .default([])
    .describe('Non-public networks this crawl may reach, as CIDR'),
  budgets: z
    .strictObject({
      pages: z.int().min(1).max(10_000).default(20),
      seconds: z.number().positive().max(86_400).default(600).describe('For the whole crawl'),
      pageSeconds: z.number().positive().max(600).default(30).describe('For one page, settling included'),
      bodyBytes: z
        .int()
        .positive()
        .default(64 * 1024 * 1024)
        .describe('Largest single script kept'),
      totalBytes: z
        .int()
        .positive()
        .default(1024 * 1024 * 1024)
        .describe('All bodies of the crawl'),
    })
    .prefault({}),
  headers: nameValue.default({}).describe("Sent to the site's own hosts only"),
  cookies: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        value: z.string(),
        domain: z.string().optional().describe('Must be one of the own hosts; the start host unless said'),
        path: z.string().default('/'),
      }),
    )
    .default([]),
  basicAuth: z.strictObject({ username: z.string(), password: z.string() }).optional(),
  proxy: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Upstream proxy, user and password included'),
  ca: z
    .string()
    .optional()
    .describe('PEM file of a further certificate authority; relative to the site file'),
  userAgent: z.string().optional(),
  language: z.string().optional(),
});

export type SiteFile = z.infer<typeof siteFile>;
