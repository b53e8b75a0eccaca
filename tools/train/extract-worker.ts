import { parentPort } from 'node:worker_threads';
import { sha256 } from '../../core/encoding/index.ts';
import { extractScripts } from '../../analyzer/parse/index.ts';
import { collectFacts } from '../../analyzer/static/collect.ts';
import { extractFeatures } from '../../analyzer/static/features/index.ts';
import type { Script, Task, TaskResult } from './extract.ts';
import { changed, stripComments } from './prepare.ts';

/** Reads one sample: changes it as planned, splits a page into its scripts and computes each script's features. */
parentPort!.on('message', ({ index, text, media, change }: Task) => {
  const final = change ? changed(text, change) : text;
  const texts = final === null ? [] : media === 'html' ? extractScripts(final).scripts.map((script) => script.text) : [final];
  const scripts = texts.map(readScript);
  parentPort!.postMessage({ index, scripts } satisfies TaskResult);
});

function readScript(text: string): Script {
  const bare = stripComments(text);
  const facts = collectFacts(bare);
  const reasons = facts.evidence.filter((evidence) => evidence.severity !== 'info').length;
  return { features: extractFeatures(facts), reasons, sha256: sha256(bare) };
}
