/** Which part of an interpreter's memory a run may have touched. */
export interface Range {
  readonly at: number;
  readonly end: number;
}

/** The C library's own variables stand below this. */
const staticBytes = 131_072;
/** How far the end of what is used may lie below the end of what was handed out. */
const slack = 65_536;
/** Behind the heap's end, so much is looked at all the same. */
const sentinel = 65_536;
/** The stack is several mebibytes; QuickJS ends a script long before it has used this much of it. */
const stackUsed = 1_048_576;
const leastStack = 2 * stackUsed;

const zeros = Buffer.alloc(65_536);

/** The C library's variables as they are now, to be given to `findBreak` later. */
export const staticWords = (memory: ArrayBuffer): Int32Array => new Int32Array(memory.slice(0, staticBytes));

/**
 * Finds where in its memory Emscripten's C library keeps the heap's end (`sbrk`): a variable that has grown since `before`
 * was taken, and now stands a little behind the last byte in use. Null when there is none; then all of the memory is
 * looked at after each run, which only costs time.
 */
export function findBreak(before: Int32Array, memory: ArrayBuffer): number | null {
  const words = new Int32Array(memory, 0, before.length);
  const least = endOfUsed(Buffer.from(memory));
  const fitting: number[] = [];
  words.forEach((word, index) => {
    if (word !== before[index] && word >= least - 4096 && word <= least + slack) fitting.push(index * 4);
  });
  return fitting.length === 1 ? fitting[0]! : null;
}

export const inUse = {
  /** Where the memory ends that may hold anything but zeros; `breakAt` as `findBreak` told. */
  endOf(memory: Buffer, breakAt: number | null): number {
    if (breakAt === null) return endOfUsed(memory);
    const end = Math.ceil(memory.readUInt32LE(breakAt) / 4096) * 4096;
    const isBelievable =
      end + sentinel <= memory.length && memory.compare(zeros, 0, sentinel, end, end + sentinel) === 0;
    return isBelievable ? end : endOfUsed(memory);
  },

  /**
   * Of the first long stretch of empty pages, the stack, the part that is never used. What calls leave behind on the stack
   * is not read again, so that it would not matter to the next run either.
   */
  stackIn({ at, end }: Range): Range | null {
    return end - at >= leastStack ? { at, end: end - stackUsed } : null;
  },
};

/** Where memory in use ends, to the page. */
function endOfUsed(memory: Buffer): number {
  let end = memory.length;
  while (end >= zeros.length && memory.compare(zeros, 0, zeros.length, end - zeros.length, end) === 0)
    end -= zeros.length;
  while (end >= 4096 && memory.compare(zeros, 0, 4096, end - 4096, end) === 0) end -= 4096;
  return end;
}
