import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { examineDeeply, type ExaminedScript } from '../../analyzer/examine.ts';
import { shortBytes } from '../../analyzer/verdict/judge.ts';
import { sha256 as digest } from '../../core/encoding/index.ts';
import { extractScripts } from '../../analyzer/parse/index.ts';
import type { Script, Task, TaskResult } from './extract.ts';
import { changed, changeVersions, stripComments } from './prepare.ts';
import type { Change } from './sample.ts';
import { asParts, openedCodeOf, requestFor } from '../../analyzer/opened-code.ts';
import { counted, withOpened } from '../../analyzer/with-opened.ts';
import { OpeningCache } from './openings.ts';
import { TraceCache } from './traces.ts';

const derived = join((workerData as { cache: string }).cache, 'derived');
mkdirSync(derived, { recursive: true });
const openings = new OpeningCache((workerData as { cache: string }).cache);
const traces = new TraceCache((workerData as { cache: string }).cache);

/** Reads one sample: changes it as planned, splits a page into its scripts and examines each as the analyzer does. */
parentPort!.on('message', (task: Task) => void take(task));

async function take({ index, text, media, change }: Task): Promise<void> {
  try {
    const final = change ? changedOnce(text, change) : text;
    parentPort!.postMessage({
      index,
      scripts: final === null ? [] : await read(final, media),
    } satisfies TaskResult);
  } catch (error) {
    parentPort!.postMessage({ index, scripts: [], fault: String(error) } satisfies TaskResult);
  }
}

async function read(text: string, media: Task['media']): Promise<Script[]> {
  const texts = media === 'html' ? extractScripts(text).scripts.map((script) => script.text) : [text];
  const scripts: Script[] = [];
  for (const one of texts.filter((any) => any.trim() !== ''))
    scripts.push(...(await examineBare(one)).map(toScript));
  return scripts;
}

async function examineBare(text: string): Promise<ExaminedScript[]> {
  const bytes = Buffer.from(stripComments(text));
  const examination = await examineDeeply(
    { path: 'sample.js', bytes, media: 'js', level: 'full' },
    (script) => traces.traceOf(script),
  );
  const hidden = examination.scripts.map((script) => script.hidden);
  const opened = await Promise.all(
    hidden.map(async (code) => (code ? await openings.open(code.text, code.signs) : null)),
  );
  const scripts = examination.scripts.map((script, index) =>
    opened[index] ? withOpened(script, opened[index]) : counted(script),
  );
  for (const code of openedCodeOf(examination.scripts, hidden, opened)) {
    const found = await examineDeeply(requestFor('sample.js', code), (script) => traces.traceOf(script));
    scripts.push(...asParts(code, found.scripts));
  }
  return scripts;
}

/** A place that stands out is a reason of last resort, as in the product. */
function toScript({ features, evidence, standout, bytes, sha256, partOf, isOpened }: ExaminedScript): Script {
  const rules = evidence.filter((one) => one.severity !== 'info').length;
  return {
    features,
    reasons: rules + (standout && bytes > shortBytes ? 1 : 0),
    sha256,
    isPart: partOf !== undefined,
    isOpened: isOpened ?? false,
  };
}

/** Obfuscating is slower than everything else together: its results are kept, whatever the analyzer becomes. */
function changedOnce(text: string, change: Change): string | null {
  const path = join(derived, digest(JSON.stringify([changeVersions[change.kind], text, change])));
  if (existsSync(path)) return readFileSync(path, 'utf8') || null;
  const result = changed(text, change);
  writeFileSync(path, result ?? '');
  return result;
}
