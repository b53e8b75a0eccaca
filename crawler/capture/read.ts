import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { capture as captureSchema, type Capture, type Version } from '../../core/schema/index.ts';

/** A capture on disk, checked. */
export interface SavedCapture {
  capture: Capture;
  /** The body of a version: source as UTF-8, or bytecode. */
  readBody: (version: Version) => Promise<Buffer>;
}

/**
 * Reads a saved capture and checks its schema, that each body has the hash it is named by, and that nothing refers
 * to a version or visit that is not there.
 *
 * @throws ScriptwardenError SW_CAPTURE_INVALID
 */
export async function readCapture(dir: string): Promise<SavedCapture> {
  const capture = parse(dir, await read(dir, 'capture.json'));
  const versions = new Set(capture.versions.map(({ sha256 }) => sha256));
  const visits = new Set(capture.visits.map(({ id }) => id));
  for (const { sha256: hash, visitId } of capture.sightings) {
    if (!versions.has(hash)) throw invalid(dir, `a sighting names version ${hash}, which is not listed`);
    if (!visits.has(visitId)) throw invalid(dir, `a sighting names visit ${visitId}, which is not listed`);
  }
  for (const version of capture.versions) await readBody(dir, version);
  return { capture, readBody: (version) => readBody(dir, version) };
}

async function readBody(dir: string, { sha256: hash, media, file }: Version): Promise<Buffer> {
  // The name follows from the hash: a doctored capture must not lead to other files.
  if (file !== `bodies/${hash}.${media}`)
    throw invalid(dir, `the file of version ${hash} must not be "${file}"`);
  const body = await read(dir, file);
  if (sha256(body) !== hash) throw invalid(dir, `${file} has another content than its name says`);
  return body;
}

function parse(dir: string, text: Buffer): Capture {
  let json: unknown;
  try {
    json = JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw invalid(dir, 'capture.json is not JSON', cause);
  }
  const result = captureSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(
    dir,
    `capture.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`,
    result.error,
  );
}

async function read(dir: string, file: string): Promise<Buffer> {
  try {
    return await readFile(join(dir, file));
  } catch (cause) {
    throw invalid(dir, `${file} is missing or cannot be read`, cause);
  }
}

function invalid(dir: string, why: string, cause?: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_CAPTURE_INVALID', {
    message: `"${dir}" holds no valid capture: ${why}.`,
    fix: 'Give the folder that a crawl wrote, with capture.json and bodies/; crawl again if it is damaged.',
    cause,
  });
}
