import { promisify } from 'node:util';
import { zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from 'node:zlib';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';

const compressAsync = promisify(zstdCompress);
const decompressAsync = promisify(zstdDecompress);

export interface PackedBody {
  codec: 'zstd' | 'plain';
  data: Uint8Array;
}

/** Compresses a body; what does not shrink stays plain. */
export async function packBody(body: Uint8Array): Promise<PackedBody> {
  const packed = await compressAsync(body);
  return packed.length < body.length ? { codec: 'zstd', data: packed } : { codec: 'plain', data: body };
}

/**
 * The body as it was, checked against its hash.
 * @throws ScriptwardenError SW_STORE_CORRUPT.
 */
export async function unpackBody(
  packed: { codec: string; data: Uint8Array },
  expected: { sha256: string; bytes: number },
): Promise<Uint8Array> {
  const body = await plainBody(packed, expected).catch((cause: unknown) => {
    throw corrupt(`The body of version ${expected.sha256} cannot be unpacked`, cause);
  });
  if (sha256(body) !== expected.sha256) {
    throw corrupt(`The body of version ${expected.sha256} has another hash`);
  }
  return body;
}

function plainBody(
  packed: { codec: string; data: Uint8Array },
  expected: { bytes: number },
): Promise<Uint8Array> {
  if (packed.codec === 'plain') return Promise.resolve(packed.data);
  // A damaged or swapped frame must not fill the memory.
  return decompressAsync(packed.data, { maxOutputLength: Math.max(1, expected.bytes) });
}

/** Feature vector as compressed little-endian Float32. */
export function packFeatures(features: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(features.length * 4);
  features.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return zstdCompressSync(bytes);
}

/** @throws ScriptwardenError SW_STORE_CORRUPT. */
export function unpackFeatures(packed: Uint8Array): Float32Array {
  const bytes = unpack(packed, 'features');
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

export function packJson(value: unknown): Uint8Array {
  return zstdCompressSync(JSON.stringify(value));
}

/** @throws ScriptwardenError SW_STORE_CORRUPT. */
export function unpackJson(packed: Uint8Array): unknown {
  try {
    return JSON.parse(unpack(packed, 'report').toString('utf8'));
  } catch (cause) {
    throw corrupt('A stored report is not JSON', cause);
  }
}

/** Far above any report or vector; a bound against damaged frames. */
const maxUnpacked = 256 * 1024 * 1024;

function unpack(packed: Uint8Array, what: string): Buffer {
  try {
    return zstdDecompressSync(packed, { maxOutputLength: maxUnpacked });
  } catch (cause) {
    throw corrupt(`Stored ${what} cannot be unpacked`, cause);
  }
}

function corrupt(message: string, cause?: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_STORE_CORRUPT', {
    message: `${message}.`,
    fix: 'Run the integrity check and restore the last good backup.',
    cause,
  });
}
