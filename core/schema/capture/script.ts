import { z } from 'zod';
import { count, sha256Hex } from '../common.ts';
import { initiator } from './visit.ts';

/** One body that ran or could run. Its text lies in `file`, as UTF-8. */
export const version = z.strictObject({
  sha256: sha256Hex.describe('Of the source that ran, as UTF-8; of the bytecode for WebAssembly'),
  bytes: count,
  media: z.enum(['js', 'wasm']),
  file: z.string().describe('Below the capture folder, e.g. bodies/<sha256>.js'),
});

export const sightingKinds = [
  'external',
  'module',
  'inline',
  'handler',
  'javascript-url',
  'eval',
  'dynamic-import',
  'data-url',
  'blob-url',
  'injected',
  'worker',
  'shared-worker',
  'service-worker',
  'imported-by-worker',
  'worklet',
  'wasm',
  'unexecuted',
] as const;

/** One version seen at one place of one visit. */
export const sighting = z.strictObject({
  sha256: sha256Hex,
  visitId: z.string(),
  kind: z.enum(sightingKinds),
  frameId: z.string().nullable(),
  url: z.string().nullable().describe('Where the network loaded it from; null for inline and evaluated code'),
  redirects: z.array(z.string()).describe('URLs before `url`, first asked for first'),
  pageUrl: z.string().describe('Document (or worker) it ran in'),
  declaredUrl: z.string().optional().describe('sourceURL comment: chosen by whoever wrote the script'),
  line: count.optional().describe('1-based start in its document, for inline code'),
  column: count.optional(),
  executed: z
    .boolean()
    .describe('False for code found but never compiled, e.g. an on* attribute that did not fire'),
  parseFailed: z.boolean().optional().describe('The browser could not compile it'),
  wireSha256: sha256Hex
    .optional()
    .describe('Of the bytes the server sent, where they differ from the source'),
  integrity: z.string().optional().describe('The integrity attribute of its script element'),
  initiator,
});

export type Version = z.infer<typeof version>;
export type Sighting = z.infer<typeof sighting>;
export type SightingKind = (typeof sightingKinds)[number];
