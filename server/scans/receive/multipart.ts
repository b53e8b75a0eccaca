import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { tooLarge } from './meter.ts';

export interface MultipartLimits {
  files: number;
  /** Of a field that is no file, in bytes. */
  fieldBytes: number;
}

const maxFields = 10;

/**
 * Reads multipart/form-data (RFC 7578) as it comes in. Each file is handed to `take`, which reads its stream to the end;
 * fields that are no files are answered by name.
 * @throws ScriptwardenError SW_UPLOAD_INVALID for what is no multipart, breaks off or has too many parts;
 *   SW_BODY_TOO_LARGE; what `take` and the body throw.
 */
export async function readMultipart(
  request: IncomingMessage,
  body: Readable,
  limits: MultipartLimits,
  take: (name: string, stream: Readable, number: number) => Promise<void>,
): Promise<Map<string, string>> {
  const parser = openParser(request, limits);
  const fields = new Map<string, string>();
  const open = new Set<Readable>();
  const taken: Promise<void>[] = [];
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  parser.on('file', (field: string | undefined, stream: BusboyFileStream, name: string | undefined) => {
    if (field !== 'file' && field !== 'file[]' && field !== 'files') {
      failed.reject(invalid(`Files belong into the field "file", not into ${quoted(field)}.`));
      stream.resume();
      return;
    }
    open.add(stream);
    const done = take(name ?? '', stream, taken.length).finally(() => open.delete(stream));
    done.catch((error: unknown) => failed.reject(error));
    taken.push(done);
  });
  parser.on('field', (field: string | undefined, value: string, _nameCut: boolean, isCut: boolean) => {
    if (isCut) failed.reject(tooLarge(limits.fieldBytes));
    else if (field !== undefined) fields.set(field, value);
  });
  const tooMany = (): void => failed.reject(invalid(`The upload has more than ${limits.files} files.`));
  parser.on('filesLimit', tooMany).on('partsLimit', tooMany).on('fieldsLimit', tooMany);
  try {
    await Promise.race([pipeline(body, parser).then(() => Promise.all(taken)), failed.promise]);
    return fields;
  } catch (error) {
    const reason =
      error instanceof ScriptwardenError
        ? error
        : invalid(`The upload is no whole multipart body: ${said(error)}.`, error);
    body.destroy();
    for (const stream of open) stream.destroy(reason);
    await Promise.allSettled(taken);
    throw reason;
  }
}

function openParser({ headers }: IncomingMessage, limits: MultipartLimits): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: headers as BusboyHeaders,
      preservePath: true,
      limits: {
        files: limits.files,
        fields: maxFields,
        parts: limits.files + maxFields,
        fieldSize: limits.fieldBytes,
        fieldNameSize: 100,
        headerPairs: 20,
        headerSize: 16 * 1024,
      },
    });
  } catch (error) {
    throw invalid(`The upload cannot be read as multipart/form-data: ${said(error)}.`, error);
  }
}

function said(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^Multipart: /, '')
    .replace(/\.$/, '')
    .slice(0, 200);
}

function quoted(name: string | undefined): string {
  return name === undefined ? 'one without a name' : JSON.stringify(name.slice(0, 50));
}

function invalid(message: string, cause?: unknown): ScriptwardenError {
  const fix = 'Send multipart/form-data with one or more parts named "file".';
  return new ScriptwardenError('SW_UPLOAD_INVALID', { message, fix, cause });
}
