import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { decode, mediaOf } from '../../analyzer/parse/index.ts';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { labels, type Label, type Sample } from './sample.ts';

const row = z.object({
  sha256: z.string().optional(),
  text: z.string(),
  label: z.enum(labels),
  kind: z.string().nullish(),
  group: z.string().nullish(),
  family: z.string().nullish(),
  media: z.enum(['js', 'html']).nullish(),
  hard: z.boolean().nullish(),
});

/**
 * Reads labelled scripts one by one from either form: `*.jsonl.gz` with one JSON object a line, or one folder for each
 * label with files in it. Never holds more than one text.
 * @throws ScriptwardenError SW_INPUT_NOT_FOUND, SW_CORPUS_INVALID
 */
export async function* readCorpus(dir: string): AsyncGenerator<Sample> {
  const names = await readdir(dir).catch((cause: unknown) => {
    throw new ScriptwardenError('SW_INPUT_NOT_FOUND', {
      message: `The corpus folder "${dir}" cannot be read.`,
      fix: 'Give --corpus a folder with *.jsonl.gz files, or with one folder for each label.',
      cause,
    });
  });
  let count = 0;
  for (const name of names.filter((one) => one.endsWith('.jsonl.gz')).sort()) {
    for await (const sample of readArchive(dir, name)) {
      count++;
      yield sample;
    }
  }
  for (const label of labels.filter((one) => names.includes(one))) {
    for await (const sample of readLabelled(join(dir, label), label)) {
      count++;
      yield sample;
    }
  }
  if (count > 0) return;
  throw new ScriptwardenError('SW_INPUT_NOT_FOUND', {
    message: `The corpus folder "${dir}" holds no labelled scripts.`,
    fix: `It needs *.jsonl.gz files, or folders named ${labels.join(', ')}.`,
  });
}

async function* readArchive(dir: string, name: string): AsyncGenerator<Sample> {
  let number = 0;
  try {
    const lines = createInterface({
      input: createReadStream(join(dir, name)).pipe(createGunzip()),
      crlfDelay: Infinity,
    });
    for await (const line of lines) {
      number++;
      if (line === '') continue;
      const { text, label, kind, group, family, media, hard, sha256: hash } = row.parse(JSON.parse(line));
      const id = hash ?? sha256(text);
      yield {
        id,
        text,
        label,
        kind: kind ?? label,
        group: group ?? family ?? id,
        media: media ?? 'js',
        hard: hard ?? false,
      };
    }
  } catch (cause) {
    throw new ScriptwardenError('SW_CORPUS_INVALID', {
      message: `"${name}" is no corpus file: line ${number} cannot be read.`,
      fix: 'Each line needs at least label and text; docs/reference/corpus.md describes the rest.',
      cause,
    });
  }
}

async function* readLabelled(folder: string, label: Label): AsyncGenerator<Sample> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(?:m?js|html?)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths) {
    const { text } = decode(await readFile(path));
    const place = relative(folder, path).replaceAll('\\', '/');
    yield {
      id: `${label}/${place}`,
      text,
      label,
      kind: label,
      group: `${label}/${place.split('/')[0]!}`,
      media: mediaOf(path, text) === 'html' ? 'html' : 'js',
      hard: false,
    };
  }
}
