import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { examine, type ExaminedScript } from '../../analyzer/examine.ts';
import { sha256 as digest } from '../../core/encoding/index.ts';
import { extractScripts } from '../../analyzer/parse/index.ts';
import type { Script, Task, TaskResult } from './extract.ts';
import { changed, changeVersion, stripComments } from './prepare.ts';
import type { Change } from './sample.ts';

const derived = join((workerData as { cache: string }).cache, 'derived');
mkdirSync(derived, { recursive: true });

/** Reads one sample: changes it as planned, splits a page into its scripts and examines each as the analyzer does. */
parentPort!.on('message', ({ index, text, media, change }: Task) => {
  try {
    const final = change ? changedOnce(text, change) : text;
    parentPort!.postMessage({
      index,
      scripts: final === null ? [] : read(final, media),
    } satisfies TaskResult);
  } catch (error) {
    parentPort!.postMessage({ index, scripts: [], fault: String(error) } satisfies TaskResult);
  }
});

function read(text: string, media: Task['media']): Script[] {
  const texts = media === 'html' ? extractScripts(text).scripts.map((script) => script.text) : [text];
  return texts.filter((one) => one.trim() !== '').flatMap((one) => examineBare(one).map(toScript));
}

function examineBare(text: string): ExaminedScript[] {
  return examine({ path: 'sample.js', bytes: Buffer.from(stripComments(text)), media: 'js', level: 'full' })
    .scripts;
}

function toScript({ features, evidence, sha256 }: ExaminedScript): Script {
  return { features, reasons: evidence.filter((one) => one.severity !== 'info').length, sha256 };
}

/** Obfuscating is slower than everything else together: its results are kept, whatever the analyzer becomes. */
function changedOnce(text: string, change: Change): string | null {
  const path = join(derived, digest(JSON.stringify([changeVersion, text, change])));
  if (existsSync(path)) return readFileSync(path, 'utf8') || null;
  const result = changed(text, change);
  writeFileSync(path, result ?? '');
  return result;
}
