import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { decode, mediaOf } from '../../analyzer/parse/index.ts';
import { isLabel, labels, type Origin, type Sample } from './sample.ts';

const row = z.object({
  sha256: z.string(),
  text: z.string(),
  label: z.enum(['benign', 'magecart', 'cryptomining', 'malware']),
  kind: z.string(),
  group: z.string(),
  media: z.enum(['js', 'html']),
  hard: z.boolean().nullish(),
});

/**
 * Reads labelled scripts from a folder of either form: `scripts-*.jsonl.gz`, one JSON object a line; or a folder for each
 * label with files in it, where a file's group is the folder or the file right under the label's.
 */
export async function readCorpus(folder: string, origin: Origin): Promise<Sample[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new ScriptwardenError('SW_INPUT_NOT_FOUND', {
      message: `The corpus folder ${folder} cannot be read.`,
      fix: 'Give --corpus a folder with scripts-*.jsonl.gz, or with one folder for each label.',
      cause,
    });
  });
  const archives = names.filter((name) => /^scripts-.*\.jsonl\.gz$/.test(name)).sort();
  const samples: Sample[] = [];
  for (const name of archives) samples.push(...parseArchive(await readFile(join(folder, name)), origin));
  for (const name of names.filter(isLabel).sort())
    samples.push(...(await readLabelled(join(folder, name), name, origin)));
  if (samples.length === 0) {
    throw new ScriptwardenError('SW_INPUT_NOT_FOUND', {
      message: `The corpus folder ${folder} holds no labelled scripts.`,
      fix: `It needs scripts-*.jsonl.gz, or folders named ${labels.join(', ')}.`,
    });
  }
  return samples;
}

function parseArchive(bytes: Uint8Array, origin: Origin): Sample[] {
  return gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line)
    .map((line) => {
      const { sha256: unit, text, label, kind, group, media, hard } = row.parse(JSON.parse(line));
      return { unit, text, label, kind, group, media, hard: hard ?? false, origin, real: true };
    });
}

async function readLabelled(folder: string, label: Sample['label'], origin: Origin): Promise<Sample[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(?:m?js|html?)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const samples: Sample[] = [];
  for (const path of paths) {
    const { text } = decode(await readFile(path));
    const place = relative(folder, path);
    const media = mediaOf(path, text) === 'html' ? 'html' : 'js';
    const group = `${label}/${place.split(/[\\/]/)[0]!}`;
    const unit = `${sha256(text)}:${label}/${place}`;
    samples.push({ unit, text, label, kind: label, group, media, hard: false, origin, real: true });
  }
  return samples;
}
