import { existsSync, readFileSync, readdirSync } from 'node:fs';
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
  /** As `inline`, after an image whose text holds `payload`, a file beside the script, in base64. */
  z.strictObject({ kind: z.literal('image'), pages: z.string(), payload: z.string() }),
]);

/** What the receiving host answers beyond taking data in. */
const served = z.strictObject({
  path: z.string(),
  type: z.string().optional(),
  body: z.string().optional(),
  /** Passes the request on, method and body included. */
  redirect: z.string().optional(),
});

const skimmerMeta = z.strictObject({
  design: z.string(),
  reads: z.array(z.string()).min(1),
  /** Host that receives the data; always below `.localhost` or `.invalid`. */
  sendsTo: z.string().regex(/^[a-z0-9.-]+\.(localhost|invalid)$/),
  delivery,
  /** True for one that would keep others from working. */
  alone: z.boolean().default(false),
  /** Sources that whoever placed it has added to the shop's content security policy, by directive. */
  policy: z.record(z.string(), z.array(z.string())).default({}),
  serves: z.array(served).default([]),
  /** Where the visitor types instead: id of the shop's field → selector. */
  fields: z.record(z.string(), z.string()).default({}),
});

export type SkimmerMeta = z.infer<typeof skimmerMeta>;

export interface Skimmer {
  /** File name without extension. */
  name: string;
  meta: SkimmerMeta;
  /** Browser code without the metadata comment. */
  code: string;
  /** The same behind an obfuscator; `bundle.ts` makes it. Null before it has. */
  obfuscated: string | null;
  /** Text of the file that `delivery` names as its payload. */
  payload: string;
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
    .map((file) => {
      const skimmer = readSkimmer(file.slice(0, -3), textOf(file, folder));
      const { delivery } = skimmer.meta;
      return {
        ...skimmer,
        obfuscated: existsSync(new URL(file, obfuscatedFolder))
          ? textOf(file, obfuscatedFolder)
          : skimmer.obfuscated,
        payload: delivery.kind === 'image' ? textOf(delivery.payload, folder) : '',
      };
    });
}

/** Where `bundle.ts` writes the obfuscated copies. */
export const obfuscatedFolder = new URL('./skimmers/obfuscated/', import.meta.url);

/** The three of the usual infection, then those of `skimmers/further/`. */
export function loadAllSkimmers(): Skimmer[] {
  return [...loadSkimmers(), ...loadSkimmers(new URL('./skimmers/further/', import.meta.url))];
}

const textOf = (file: string, folder: URL): string => readFileSync(new URL(file, folder), 'utf8');

/** Throws an Error that names the file when the metadata is missing or malformed. */
export function readSkimmer(name: string, text: string): Skimmer {
  const match = header.exec(text);
  if (!match) throw new Error(`${name}.js does not begin with a "/* meta" comment`);
  try {
    return {
      name,
      meta: skimmerMeta.parse(JSON.parse(match[1]!)),
      code: text.slice(match[0].length),
      obfuscated: null,
      payload: '',
    };
  } catch (cause) {
    throw new Error(`${name}.js has malformed metadata`, { cause });
  }
}
