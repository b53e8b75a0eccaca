import { readFileSync, readdirSync } from 'node:fs';
import { z } from 'zod';

/** How the code reaches the visitor. `pages` is a regular expression on the path of the shop's page. */
const delivery = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('inline'), pages: z.string() }),
  z.strictObject({ kind: z.literal('append'), host: z.string(), path: z.string() }),
  z.strictObject({
    kind: z.literal('tag'),
    id: z.string(),
    host: z.string(),
    path: z.string(),
    pages: z.string(),
  }),
]);

const skimmerMeta = z.strictObject({
  design: z.string(),
  reads: z.array(z.string()).min(1),
  /** Host that receives the data; always below `.localhost` or `.invalid`. */
  sendsTo: z.string().regex(/^[a-z0-9.-]+\.(localhost|invalid)$/),
  delivery,
});

export type SkimmerMeta = z.infer<typeof skimmerMeta>;

export interface Skimmer {
  /** File name without extension. */
  name: string;
  meta: SkimmerMeta;
  /** Browser code without the metadata comment. */
  code: string;
}

const header = /^\/\* meta\n([\s\S]*?)\n\*\/\n/;

/**
 * Reads every `skimmers/NAME.js`: a comment holding the metadata as JSON, then the code as it is served. They are data to
 * this process, read as text and never imported.
 */
export function loadSkimmers(folder: URL = new URL('./skimmers/', import.meta.url)): Skimmer[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .sort()
    .map((file) => readSkimmer(file.slice(0, -3), readFileSync(new URL(file, folder), 'utf8')));
}

/** Throws an Error that names the file when the metadata is missing or malformed. */
export function readSkimmer(name: string, text: string): Skimmer {
  const match = header.exec(text);
  if (!match) throw new Error(`${name}.js does not begin with a "/* meta" comment`);
  try {
    return { name, meta: skimmerMeta.parse(JSON.parse(match[1]!)), code: text.slice(match[0].length) };
  } catch (cause) {
    throw new Error(`${name}.js has malformed metadata`, { cause });
  }
}
