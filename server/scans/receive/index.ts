import type { IncomingMessage } from 'node:http';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { InvalidRequest } from '../../api/problem.ts';
import { check } from '../../api/check.ts';
import { labelOf } from '../label.ts';
import type { ScanLimits } from '../limits.ts';
import { drain, meter } from './meter.ts';
import { readMultipart } from './multipart.ts';
import { spool, type Spooled } from './spool.ts';

export { drain } from './meter.ts';
export type { Spooled } from './spool.ts';

/** Text or an address instead of a file. */
export const scanOrder = z
  .strictObject({
    code: z.string().optional().describe('Source text to scan'),
    url: z
      .string()
      .max(8192)
      .optional()
      .describe('Address to fetch and scan; public networks only unless the operator allows others'),
    name: z
      .string()
      .max(10_000)
      .optional()
      .describe('What to call it; the extension of a name tells what it is'),
  })
  .refine(({ code, url }) => (code === undefined) !== (url === undefined), 'give either code or url')
  .meta({ id: 'ScanOrder' });

/** Media types of a body that is the file itself. */
export const fileTypes = [
  'application/zip',
  'application/x-zip-compressed',
  'application/octet-stream',
  'application/javascript',
  'application/x-javascript',
  'text/javascript',
  'text/html',
  'text/plain',
] as const;

/** What was sent to be scanned. */
export type Received =
  | { source: 'url'; url: string; name: string }
  | { source: 'files' | 'code'; name: string; files: ReceivedFile[] };

export interface ReceivedFile extends Spooled {
  /** A label, fit to be shown. */
  path: string;
}

export interface ReceiveOptions {
  limits: ScanLimits;
  /** Where long bodies wait. */
  workDir: string;
  /** What a body that is the file itself is called. */
  name?: string | undefined;
  idleMs?: number;
}

/** Pasted text longer than this belongs into a file. */
const jsonBytes = 16 * 2 ** 20;
/** Names, boundaries and headers of parts. */
const multipartOverhead = 2 ** 20;

/**
 * Takes in what a request brings, whatever its form, and hands it to `use`; what waits in files is gone afterwards.
 * @throws ScriptwardenError SW_UPLOAD_INVALID, SW_BODY_TOO_LARGE, SW_MEDIA_UNSUPPORTED, SW_REQUEST_INVALID, SW_REQUEST_TIMEOUT
 */
export async function receive<Result>(
  request: IncomingMessage,
  options: ReceiveOptions,
  use: (received: Received) => Promise<Result>,
): Promise<Result> {
  const folders: Promise<string>[] = [];
  const makeFolder = async (): Promise<string> => {
    await mkdir(options.workDir, { recursive: true, mode: 0o700 });
    return mkdtemp(join(options.workDir, 'upload-'));
  };
  try {
    let received: Received;
    try {
      received = await read(request, options, () => {
        if (folders.length === 0) folders.push(makeFolder());
        return folders[0]!;
      });
    } catch (error) {
      await drain(request);
      throw error;
    }
    return await use(received);
  } finally {
    for (const folder of folders) await rm(await folder, { recursive: true, force: true });
  }
}

async function read(
  request: IncomingMessage,
  options: ReceiveOptions,
  folder: () => Promise<string>,
): Promise<Received> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw unsupported(`Bodies encoded as ${JSON.stringify(encoding.slice(0, 40))}`);
  const { limits, idleMs = 30_000 } = options;
  if (type === 'application/json') {
    return readOrder(
      meter(request, { maxBytes: Math.min(jsonBytes, 2 * limits.uploadBytes), idleMs }),
      folder,
    );
  }
  if (type === 'multipart/form-data') {
    const body = meter(request, { maxBytes: limits.uploadBytes + multipartOverhead, idleMs });
    return readForm(request, body, limits, folder);
  }
  if ((fileTypes as readonly string[]).includes(type)) {
    const body = meter(request, { maxBytes: limits.uploadBytes, idleMs });
    const file = await spool(body, folder, 0);
    if (file.bytes === 0) throw empty();
    const path = labelOf(options.name ?? '', defaultName(type));
    return { source: 'files', name: path, files: [{ ...file, path }] };
  }
  throw unsupported(
    type === '' ? 'Bodies without a Content-Type' : `Bodies of type ${JSON.stringify(type.slice(0, 80))}`,
  );
}

async function readForm(
  request: IncomingMessage,
  body: Readable,
  limits: ScanLimits,
  folder: () => Promise<string>,
): Promise<Received> {
  const files: ReceivedFile[] = [];
  const fieldBytes = Math.min(jsonBytes, limits.uploadBytes);
  const fields = await readMultipart(
    request,
    body,
    { files: limits.uploadFiles, fieldBytes },
    async (name, stream, number) => {
      files[number] = { ...(await spool(stream, folder, number)), path: labelOf(name) };
    },
  );
  if (files.length > 0) {
    const name = files.length === 1 ? files[0]!.path : `${files[0]!.path} and ${files.length - 1} more`;
    return { source: 'files', name, files };
  }
  if (fields.size === 0) throw empty();
  return orderOf(Object.fromEntries(fields), folder);
}

async function readOrder(body: Readable, folder: () => Promise<string>): Promise<Received> {
  const pieces: Buffer[] = [];
  for await (const piece of body as AsyncIterable<Buffer>) pieces.push(piece);
  let given: unknown;
  try {
    given = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new InvalidRequest('The body is not valid JSON.', []);
  }
  return orderOf(given, folder);
}

async function orderOf(given: unknown, folder: () => Promise<string>): Promise<Received> {
  const order = check(scanOrder, given, 'body') as z.infer<typeof scanOrder>;
  if (order.url !== undefined) {
    return { source: 'url', url: order.url, name: labelOf(order.name ?? order.url) };
  }
  const path = labelOf(order.name ?? '', 'pasted.js');
  const file = await spool(once(Buffer.from(order.code!, 'utf8')), folder, 0);
  return { source: 'code', name: path, files: [{ ...file, path }] };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of one piece
async function* once(piece: Buffer): AsyncGenerator<Buffer> {
  yield piece;
}

function defaultName(type: string): string {
  if (type.includes('zip')) return 'upload.zip';
  if (type.includes('javascript')) return 'upload.js';
  return type === 'text/html' ? 'upload.html' : 'upload';
}

function unsupported(what: string): ScriptwardenError {
  return new ScriptwardenError('SW_MEDIA_UNSUPPORTED', {
    message: `${what} are not taken here.`,
    fix: 'Send multipart/form-data with parts named "file", JSON with code or url, or the file itself with its type.',
  });
}

function empty(): ScriptwardenError {
  return new ScriptwardenError('SW_UPLOAD_INVALID', {
    message: 'The upload holds nothing to scan.',
    fix: 'Send at least one part named "file".',
  });
}
