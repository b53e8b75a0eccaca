import { inUse, type Range } from './extent.ts';
import type { MemoryChanges } from '../memory-strings.ts';

const page = 4096;
/** Compared at once: small enough to stay in the processor's nearest cache. */
const block = page * 4;
const zeros = Buffer.alloc(block);

/** A stretch of pages that differ from the copy; `bytes` is what the copy holds there from `origin` on, null for zeros. */
interface Dirty extends Range {
  readonly bytes: Buffer | null;
  readonly origin: number;
}

/**
 * A copy of a memory, without its empty pages; puts the memory back as it was and tells what changed since. Every run asks
 * for both, so each looks only at what may have changed: `changes` leaves out memory that the interpreter never reaches
 * (extent.ts), and `restore` puts back what `changes` found. Nothing may write to the memory between the two.
 */
export class Snapshot {
  /** Stretches of pages that hold something. */
  readonly #stretches: { readonly at: number; readonly bytes: Buffer }[] = [];
  readonly #breakAt: number | null;
  readonly #unused: Range | null;
  #dirty: Dirty[] = [];
  #bytes = Buffer.alloc(0);
  #before = Buffer.alloc(0);

  /** @param breakAt where the memory says how far the heap reaches; null when that is not known. */
  constructor(memory: ArrayBuffer, breakAt: number | null) {
    this.#breakAt = breakAt;
    const all = Buffer.from(memory);
    let from = -1;
    let unused: Range | null = null;
    let end = 0;
    for (let at = 0; at <= all.length; at += page) {
      const isEmpty = at === all.length || all.compare(zeros, 0, page, at, at + page) === 0;
      if (!isEmpty && from < 0) {
        from = at;
        unused ??= inUse.stackIn({ at: end, end: from });
      }
      if (isEmpty && from >= 0) {
        this.#stretches.push({ at: from, bytes: Buffer.from(all.subarray(from, at)) });
        end = at;
        from = -1;
      }
    }
    this.#unused = unused;
  }

  /** `memory` is the memory's present buffer: growing gives it a new one, of which only the end is new. */
  restore(memory: ArrayBuffer): void {
    const all = Buffer.from(memory);
    for (const { at, end, bytes, origin } of this.#dirty) {
      if (bytes) bytes.copy(all, at, at - origin, end - origin);
      else all.fill(0, at, end);
    }
    this.#dirty = [];
  }

  /**
   * The pages that differ from the copy, one after the other, and no more than `limit` bytes of them. They are good until
   * this is asked for again: new buffers for each run would have garbage collected after every few of them.
   */
  changes(memory: ArrayBuffer, limit: number): MemoryChanges {
    const all = Buffer.from(memory);
    const end = inUse.endOf(all, this.#breakAt);
    const pages = new Pages(all);
    let at = 0;
    for (const held of this.#stretches) {
      this.#collectZeros(pages, at, held.at);
      at = held.at + held.bytes.length;
      pages.collect(held.at, at, held.bytes, held.at);
    }
    this.#collectZeros(pages, at, end);
    this.#dirty = pages.dirty;
    return this.#copied(all, pages.dirty.slice(0, Math.ceil(limit / page)));
  }

  #copied(memory: Buffer, dirty: readonly Dirty[]): MemoryChanges {
    const size = dirty.length * page;
    if (size > this.#bytes.length) {
      this.#bytes = Buffer.alloc(2 * size);
      this.#before = Buffer.alloc(2 * size);
    }
    let to = 0;
    for (const { at, end, bytes, origin } of dirty) {
      memory.copy(this.#bytes, to, at, end);
      if (bytes) bytes.copy(this.#before, to, at - origin, end - origin);
      else this.#before.fill(0, to, to + end - at);
      to += end - at;
    }
    return { bytes: this.#bytes.subarray(0, to), before: this.#before.subarray(0, to) };
  }

  #collectZeros(pages: Pages, from: number, to: number): void {
    const unused = this.#unused;
    if (unused && unused.at >= from && unused.end <= to) {
      pages.collect(from, unused.at, null, 0);
      pages.collect(unused.end, to, null, 0);
    } else pages.collect(from, to, null, 0);
  }

  /** All that the copy holds. */
  get bytes(): Buffer {
    return Buffer.concat(this.#stretches.flatMap(({ bytes }) => [bytes, newline]));
  }
}
const newline = Buffer.from('\n');

/** Pages of a memory that differ from what they were. */
class Pages {
  readonly dirty: Dirty[] = [];
  readonly #memory: Buffer;

  constructor(memory: Buffer) {
    this.#memory = memory;
  }

  /** Between two places; `bytes` is what stood there, from `origin` on, or null for zeros. */
  collect(from: number, to: number, bytes: Buffer | null, origin: number): void {
    // Whole blocks first: most of the memory is as it was.
    for (let at = from; at < to; at += block) {
      const end = Math.min(to, at + block);
      if (this.#isSame(at, end, bytes, origin)) continue;
      for (let start = at; start < end; start += page) {
        const stop = Math.min(end, start + page);
        if (!this.#isSame(start, stop, bytes, origin))
          this.dirty.push({ at: start, end: stop, bytes, origin });
      }
    }
  }

  #isSame(from: number, to: number, bytes: Buffer | null, origin: number): boolean {
    return bytes
      ? this.#memory.compare(bytes, from - origin, to - origin, from, to) === 0
      : this.#memory.compare(zeros, 0, to - from, from, to) === 0;
  }
}
