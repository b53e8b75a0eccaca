import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../core/encoding/index.ts';
import type { Version } from '../../core/schema/index.ts';

/** Why a body was not kept. */
export type BodyRefusal = 'body-budget' | 'size-budget';

export interface BodyStoreOptions {
  dir: string;
  /** Largest single body. */
  maxBodyBytes: number;
  /** All bodies together. */
  maxTotalBytes: number;
}

/** Writes each distinct body once, as `bodies/<sha256>.js` or `.wasm`, readable by the owner only. */
export class BodyStore {
  readonly maxBodyBytes: number;
  readonly #dir: string;
  readonly #maxTotalBytes: number;
  readonly #versions = new Map<string, Version>();
  #totalBytes = 0;

  constructor({ dir, maxBodyBytes, maxTotalBytes }: BodyStoreOptions) {
    this.#dir = dir;
    this.maxBodyBytes = maxBodyBytes;
    this.#maxTotalBytes = maxTotalBytes;
    mkdirSync(join(dir, 'bodies'), { recursive: true, mode: 0o700 });
  }

  has(hash: string): boolean {
    return this.#versions.has(hash);
  }

  get(hash: string): Version | undefined {
    return this.#versions.get(hash);
  }

  /** The body's SHA-256, or why it was not kept. Throws when the disk refuses. */
  put(body: Buffer, media: Version['media']): { sha256: string } | { refused: BodyRefusal } {
    const hash = sha256(body);
    if (this.#versions.has(hash)) return { sha256: hash };
    if (body.length > this.maxBodyBytes) return { refused: 'body-budget' };
    if (this.#totalBytes + body.length > this.#maxTotalBytes) return { refused: 'size-budget' };
    this.#totalBytes += body.length;
    const file = `bodies/${hash}.${media}`;
    writeFileSync(join(this.#dir, file), body, { mode: 0o600 });
    this.#versions.set(hash, { sha256: hash, bytes: body.length, media, file });
    return { sha256: hash };
  }

  path(version: Version): string {
    return join(this.#dir, version.file);
  }

  versions(): Version[] {
    return [...this.#versions.values()].sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
  }
}
