import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import * as yauzl from 'yauzl';

/** Why an entry, or a whole archive, could not be looked into; stable words of `reason` in an analysis. */
export const archiveReasons = [
  'archive-damaged',
  'archive-encrypted',
  'archive-unsupported',
  'archive-nested',
  'archive-bomb',
  'archive-too-large',
  'archive-too-many-files',
] as const;
export type ArchiveReason = (typeof archiveReasons)[number];

/** One file of an archive: its content, or why there is none. What was read before it failed is hashed and counted. */
export type ArchiveEntry = { name: string; sha256: string; bytes: number } & (
  { body: Buffer; reason?: never } | { reason: ArchiveReason; body?: never }
);

export interface ArchiveLimits {
  /** Entries at most, folders not counted. */
  files: number;
  /** What all entries together may unpack to. */
  totalBytes: number;
  /** What one entry may unpack to. */
  entryBytes: number;
}

/** More than this many times its packed size no script unpacks to; checked above `ratioFrom` bytes. */
const maxRatio = 200;
const ratioFrom = 2 ** 20;
/** Names are labels: what a longer one held beyond this is of no interest. */
const longestName = 4096;

/** Whether these bytes begin as a ZIP does. */
export function isZip(bytes: Uint8Array): boolean {
  return hasMagic(bytes, 'PK\x03\x04') || hasMagic(bytes, 'PK\x05\x06');
}

/**
 * Opens a ZIP and gives its files one by one, in the order of its directory. Nothing is written anywhere, names are only
 * told, sizes that the archive declares are not believed: what comes out is counted while it is unpacked. Archives
 * inside are not opened. A limit that is met ends it with one last entry that says so, under the name `''`.
 */
export async function* zipEntries(zip: Buffer, limits: ArchiveLimits): AsyncGenerator<ArchiveEntry> {
  let files = 0;
  let total = 0;
  let file: yauzl.ZipFile;
  try {
    file = await yauzl.fromBufferPromise(zip, { decodeStrings: false, validateEntrySizes: true });
  } catch {
    yield { ...nothing, name: '', reason: 'archive-damaged' };
    return;
  }
  try {
    for await (const entry of file.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/')) continue;
      if (++files > limits.files) {
        yield { ...nothing, name: '', reason: 'archive-too-many-files' };
        return;
      }
      const { isEnd, read } = await readEntry(file, entry, limits, limits.totalBytes - total);
      total += read.bytes;
      yield { ...read, name };
      if (isEnd) {
        yield { ...nothing, name: '', reason: 'archive-too-large' };
        return;
      }
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // A directory that breaks off: what it listed before was told.
    yield { ...nothing, name: '', reason: 'archive-damaged' };
  }
}

const nothing = { sha256: createHash('sha256').digest('hex'), bytes: 0 };

interface Facts {
  sha256: string;
  bytes: number;
}

interface Read {
  read: Facts & ({ body: Buffer } | { reason: ArchiveReason });
  /** Whether nothing more may be unpacked. */
  isEnd: boolean;
}

async function readEntry(
  file: yauzl.ZipFile,
  entry: yauzl.Entry,
  limits: ArchiveLimits,
  left: number,
): Promise<Read> {
  if (entry.isEncrypted()) return { read: { ...nothing, reason: 'archive-encrypted' }, isEnd: false };
  if (!entry.canDecodeFileData())
    return { read: { ...nothing, reason: 'archive-unsupported' }, isEnd: false };
  const hash = createHash('sha256');
  const pieces: Buffer[] = [];
  let bytes = 0;
  let sum = 0;
  let reason: ArchiveReason | null = null;
  try {
    const stream = await file.openReadStreamPromise(entry);
    for await (const piece of stream as AsyncIterable<Buffer>) {
      bytes += piece.length;
      hash.update(piece);
      sum = crc32(piece, sum);
      pieces.push(piece);
      if (bytes > ratioFrom && bytes > maxRatio * Math.max(1, entry.compressedSize)) reason = 'archive-bomb';
      else if (bytes > limits.entryBytes || bytes > left) reason = 'archive-too-large';
      if (reason) break;
    }
    if (!reason && sum !== entry.crc32) reason = 'archive-damaged';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    reason = 'archive-damaged';
  }
  const facts = { sha256: hash.digest('hex'), bytes };
  const isEnd = bytes > left;
  if (reason) return { read: { ...facts, reason }, isEnd };
  const body = Buffer.concat(pieces);
  return { read: isArchive(body) ? { ...facts, reason: 'archive-nested' } : { ...facts, body }, isEnd };
}

/** As the archive says; may be anything. */
function nameOf(entry: yauzl.Entry): string {
  const raw = (entry.fileName as unknown as Buffer).subarray(0, longestName);
  try {
    return yauzl
      .getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false)
      .slice(0, longestName);
  } catch {
    // Extra fields that contradict themselves: the plain name will do.
    return raw.toString('latin1');
  }
}

const archiveMagics = [
  'PK\x03\x04',
  'PK\x05\x06',
  '\x1f\x8b\x08',
  "7z\xbc\xaf'\x1c",
  'Rar!\x1a\x07',
  'BZh',
  '\xfd7zXZ\0',
  '\x28\xb5\x2f\xfd',
];

/** Whether these bytes begin as a packed file of some kind does. `BZh` must go on as bzip2 does: it could be a name. */
function isArchive(bytes: Uint8Array): boolean {
  const magic = archiveMagics.find((one) => hasMagic(bytes, one));
  if (magic === 'BZh') return Buffer.from(bytes.subarray(4, 10)).toString('latin1') === '1AY&SY';
  return magic !== undefined;
}

function hasMagic(bytes: Uint8Array, magic: string): boolean {
  return Buffer.from(bytes.subarray(0, magic.length)).toString('latin1') === magic;
}
