const page = 4096;
const emptyPage = Buffer.alloc(page);
const emptyBlock = Buffer.alloc(page * 16);

/** A copy of a memory, without its empty pages; puts the memory back as it was and tells what changed since. */
export class Snapshot {
  readonly #memory: Buffer;
  /** Stretches of pages that hold something. */
  readonly #stretches: { readonly at: number; readonly bytes: Buffer }[] = [];
  /** Where memory that may differ from the copy ends. */
  #used: number;

  constructor(memory: ArrayBuffer) {
    this.#memory = Buffer.from(memory);
    this.#used = memory.byteLength;
    let from = -1;
    for (let at = 0; at <= memory.byteLength; at += page) {
      const isEmpty =
        at === memory.byteLength || this.#memory.compare(emptyPage, 0, page, at, at + page) === 0;
      if (!isEmpty && from < 0) from = at;
      if (isEmpty && from >= 0) {
        this.#stretches.push({ at: from, bytes: Buffer.from(this.#memory.subarray(from, at)) });
        from = -1;
      }
    }
  }

  /** `memory` is the memory's present buffer: growing gives it a new one, of which only the end is new. */
  restore(memory: ArrayBuffer): void {
    const all = Buffer.from(memory);
    all.fill(0, 0, Math.min(all.length, this.#used));
    for (const { at, bytes } of this.#stretches) bytes.copy(all, at);
  }

  /** The pages that differ from the copy, one after the other, and no more than `limit` bytes of them. */
  changes(memory: ArrayBuffer, limit: number): Buffer {
    const all = Buffer.from(memory);
    this.#used = usedEnd(all);
    const found = new Pages(all, limit);
    let at = 0;
    for (const held of this.#stretches) {
      if (held.at >= this.#used) break;
      found.collect(at, held.at, null, 0);
      at = Math.min(this.#used, held.at + held.bytes.length);
      found.collect(held.at, at, held.bytes, held.at);
    }
    found.collect(at, this.#used, null, 0);
    return found.bytes;
  }

  /** All that the copy holds. */
  get bytes(): Buffer {
    return Buffer.concat(this.#stretches.flatMap(({ bytes }) => [bytes, newline]));
  }
}
const newline = Buffer.from('\n');

/** Pages of a memory that differ from what they were. */
class Pages {
  readonly #memory: Buffer;
  readonly #limit: number;
  readonly #found: Buffer[] = [];

  constructor(memory: Buffer, limit: number) {
    this.#memory = memory;
    this.#limit = limit;
  }

  /** Between two places; `was` is what stood there, from `origin` on, or null for zeros. */
  collect(from: number, to: number, was: Buffer | null, origin: number): void {
    // Whole blocks first: most of the memory is as it was.
    for (let block = from; block < to; block += emptyBlock.length) {
      const end = Math.min(to, block + emptyBlock.length);
      if (this.#isSame(block, end, was, origin)) continue;
      for (let at = block; at < end && this.#found.length * page < this.#limit; at += page)
        if (!this.#isSame(at, Math.min(end, at + page), was, origin))
          this.#found.push(this.#memory.subarray(at, Math.min(end, at + page)));
    }
  }

  #isSame(from: number, to: number, was: Buffer | null, origin: number): boolean {
    return was
      ? this.#memory.compare(was, from - origin, to - origin, from, to) === 0
      : this.#memory.compare(emptyBlock, 0, to - from, from, to) === 0;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#found);
  }
}

/** Where memory in use ends, to the page. */
function usedEnd(memory: Buffer): number {
  const block = page * 16;
  const empty = emptyBlock;
  let end = memory.length;
  while (end >= block && memory.compare(empty, 0, block, end - block, end) === 0) end -= block;
  return end;
}
