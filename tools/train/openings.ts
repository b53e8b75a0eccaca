import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createDeobfuscator, type Deobfuscator, type Opened } from '../../analyzer/deobfuscate/index.ts';
import { parseScript } from '../../analyzer/parse/index.ts';
import { collectFacts } from '../../analyzer/static/facts.ts';
import { extractFeatures } from '../../analyzer/static/features/index.ts';

/** Only what would never end is cut, however busy the machine. */
const timeoutMs = 20_000;

/**
 * What came out of training scripts when they were opened, each opened once for one version of the opener and kept in
 * `cache`. What opened text shows is found anew each time: rules and features change more often than decoders.
 */
export class OpeningCache implements Pick<Deobfuscator, 'open'> {
  readonly #folder: string;
  #deobfuscator: Deobfuscator | null = null;

  constructor(cache: string) {
    this.#folder = join(cache, 'opened', openerDigest().slice(0, 16));
    mkdirSync(this.#folder, { recursive: true });
  }

  async open(...[text, signs]: Parameters<Deobfuscator['open']>): Promise<Opened> {
    const path = join(this.#folder, createHash('sha256').update(text).digest('hex'));
    const kept = existsSync(path)
      ? (JSON.parse(gunzipSync(readFileSync(path)).toString()) as Opened)
      : await this.#openNow(path, text, signs);
    return { ...kept, signs, found: kept.text === null ? null : lookAt(kept.text) };
  }

  async #openNow(path: string, text: string, signs: Opened['signs']): Promise<Opened> {
    this.#deobfuscator ??= createDeobfuscator({ workers: 1, timeoutMs });
    // Places matter to people who read evidence, not to training.
    const opened = { ...(await this.#deobfuscator.open(text, signs)), places: null, found: null };
    writeFileSync(path, gzipSync(JSON.stringify(opened), { level: 1 }));
    return opened;
  }
}

/** As the deobfuscator's second look, but for places. */
function lookAt(text: string): Opened['found'] {
  const facts = collectFacts(text, parseScript(text));
  const { behaviour, evidence, partial } = facts;
  return { behaviour, evidence, partial, features: extractFeatures(facts), texts: [] };
}

const analyzer = new URL('../../analyzer/', import.meta.url);
/** What decides how a script is opened. */
const parts = [
  'deobfuscate',
  'parse',
  'static/fold',
  'static/scope',
  'static/tree',
  'static/ast.ts',
  'static/flow/code.ts',
];

function openerDigest(): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const url = new URL(part, analyzer);
    if (statSync(url).isFile()) {
      hash.update(part).update(readFileSync(url));
      continue;
    }
    const names = readdirSync(url, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.[jt]s$/.test(name),
    );
    for (const name of names.sort())
      hash.update(name).update(readFileSync(new URL(`${part}/${name}`, analyzer)));
  }
  return hash.digest('hex');
}
