import { existsSync, readdirSync } from 'node:fs';
import type { ChangeKind, Severity } from '../../core/schema/index.ts';
import type { Reply, ShopQuery } from './server/reply.ts';
import { loadStaticFiles, type StaticFile } from './server/static-files.ts';
import type { Tag } from './server/tags.ts';

/** A change that a good monitor tells when the release goes live. */
export interface ExpectedChange {
  kind: ChangeKind;
  severity: Severity;
  /** Part of the address, name or sentence that the change must show. */
  about: string;
  /** Further words that the sentence must hold. */
  says?: readonly string[];
}

export interface ReleaseMeta {
  /** 1 and up; each release holds all before it. */
  number: number;
  name: string;
  /** What the shop, or one of its third parties, did. */
  changes: string;
  /** Exactly what a crawl after it differs in from a crawl before it. */
  expects: readonly ExpectedChange[];
}

/** What a release changes about what is served. Files are named `HOST/PATH`, as below `public/`. */
export interface Release {
  meta: ReleaseMeta;
  /** Files under another name, old to new; whatever is served refers to the new one. */
  renames?: Readonly<Record<string, string>>;
  /** Files edited (by their name in `public/`) or new. Whole ones stand in `releases/served/NAME/`, made by `bundle.ts`. */
  edits?: Readonly<Record<string, (text: string) => string>>;
  /** Entries that the tag manager's container gains. */
  tags?: readonly Tag[];
  /** Hosts that take data in and answer nothing. */
  collectors?: readonly string[];
  /** Called once per shop; what it returns changes the shop's own answers, before addresses get their port. */
  answers?: () => (reply: Reply, query: ShopQuery) => Reply;
}

/** Every release in `releases/`, in order: one file each, `NUMBER-NAME.ts` (`.js` when built), whose default export it is. */
export async function loadReleases(
  folder: URL = new URL('./releases/', import.meta.url),
): Promise<Release[]> {
  const files = readdirSync(folder).filter((file) => /^\d+-[\w-]+\.[jt]s$/.test(file));
  const modules = await Promise.all(
    files.map(async (file) => (await import(new URL(file, folder).href)) as { default: Release }),
  );
  return modules.map((module) => module.default).sort((one, other) => one.meta.number - other.meta.number);
}

/** Releases 1 to `number`. Throws a RangeError for a release that there is not. */
export function releasesUpTo(releases: readonly Release[], number: number): Release[] {
  const chosen = releases.filter(({ meta }) => meta.number <= number);
  if (Number.isInteger(number) && number >= 0 && (chosen.at(-1)?.meta.number ?? 0) === number) return chosen;
  throw new RangeError(
    `Unknown release ${number}; known: 0 to ${releases.at(-1)?.meta.number ?? 0}, see --list`,
  );
}

/** The files of the shop with everything that the releases changed, still under their names in `public/`. */
export function filesOf(
  files: ReadonlyMap<string, StaticFile>,
  releases: readonly Release[],
  folder: URL = new URL('./releases/served/', import.meta.url),
): ReadonlyMap<string, StaticFile> {
  const all = new Map(files);
  for (const { meta, edits = {} } of releases) {
    const served = new URL(`${meta.name}/`, folder);
    if (existsSync(served)) for (const [name, file] of loadStaticFiles(served)) all.set(name, file);
    for (const [name, edit] of Object.entries(edits)) {
      const type = all.get(name)?.type ?? 'text/javascript; charset=utf-8';
      all.set(name, { type, text: edit(all.get(name)?.text ?? '') });
    }
  }
  return all;
}
