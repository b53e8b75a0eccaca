const page = 4096;
const emptyPage = Buffer.alloc(page);

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

  /** The pages that differ from the copy, as Latin-1 text, and no more than `limit` bytes of it. */
  changes(memory: ArrayBuffer, limit: number): string {
    const all = Buffer.from(memory);
    this.#used = usedEnd(all);
    const parts: string[] = [];
    let stretch = 0;
    for (let at = 0; at < this.#used && parts.length * page < limit; at += page) {
      while (stretch < this.#stretches.length && this.#end(stretch) <= at) stretch += 1;
      const held = this.#stretches[stretch];
      const isSame =
        held && at >= held.at
          ? all.compare(held.bytes, at - held.at, at - held.at + page, at, at + page) === 0
          : all.compare(emptyPage, 0, page, at, at + page) === 0;
      if (!isSame) parts.push(all.toString('latin1', at, at + page));
    }
    return parts.join('');
  }

  /** All that the copy holds, as Latin-1 text. */
  get text(): string {
    return this.#stretches.map(({ bytes }) => bytes.toString('latin1')).join('\n');
  }

  #end(index: number): number {
    const { at, bytes } = this.#stretches[index]!;
    return at + bytes.length;
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
const emptyBlock = Buffer.alloc(page * 16);
