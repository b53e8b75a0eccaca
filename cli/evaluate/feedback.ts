import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { decode, mediaOf } from '../../analyzer/parse/index.ts';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { labels, type Sample } from './sample.ts';

const line = z
  .object({
    label: z.enum(labels),
    /** The script, or where it lies, from the feedback file on. */
    text: z.string().optional(),
    file: z.string().optional(),
    media: z.enum(['js', 'html']).optional(),
    /** The last day on which the line counts, UTC. */
    until: z.iso.date(),
    note: z.string().max(1_000).optional(),
  })
  .refine(({ text, file }) => (text === undefined) !== (file === undefined), 'It needs text or file.');

/** A script whose verdict a person called wrong, with what they say it is. */
export interface Feedback extends Sample {
  readonly until: string;
  readonly note: string | null;
}

/**
 * Reads a feedback file: one JSON object a line. Lines that have expired are counted and left out: a vendor's script that was
 * honest once need not be for ever.
 * @param today RFC 3339 date, UTC
 * @throws ScriptwardenError SW_INPUT_NOT_FOUND, SW_CORPUS_INVALID
 */
export async function readFeedback(
  path: string,
  today: string,
): Promise<{ samples: Feedback[]; expired: number }> {
  const samples = new Map<string, Feedback>();
  let expired = 0;
  for (const [index, text] of (await contents(path)).split('\n').entries()) {
    if (text.trim() === '') continue;
    const sample = await sampleOf(text, path, index + 1);
    if (sample.until < today) expired++;
    // Who changes their mind writes another line; the last one counts.
    else samples.set(sample.id, sample);
  }
  return { samples: [...samples.values()], expired };
}

async function sampleOf(json: string, path: string, number: number): Promise<Feedback> {
  try {
    const { label, text, file, media, until, note } = line.parse(JSON.parse(json));
    const code = text ?? decode(await readFile(resolve(dirname(path), file!))).text;
    const id = sha256(code);
    return {
      id,
      text: code,
      label,
      kind: 'feedback',
      group: `feedback/${id}`,
      media: media ?? (mediaOf(file ?? 'a.js', code) === 'html' ? 'html' : 'js'),
      hard: label === 'benign',
      until,
      note: note ?? null,
    };
  } catch (cause) {
    throw new ScriptwardenError('SW_CORPUS_INVALID', {
      message: `"${path}" is no feedback file: line ${number} cannot be read.`,
      fix: 'Each line needs label, until and text or file; docs/reference/corpus.md describes them.',
      cause,
    });
  }
}

async function contents(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ScriptwardenError('SW_INPUT_NOT_FOUND', {
      message: `The feedback file "${path}" cannot be read.`,
      fix: 'Check the path; relative paths start at the folder you call from.',
      cause,
    });
  }
}
