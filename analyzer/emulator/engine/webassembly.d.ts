/** The parts of WebAssembly used here; Node has them, its type package does not describe them. */
declare namespace WebAssembly {
  interface MemoryDescriptor {
    /** In pages of 64 KiB, as is `maximum`. */
    initial: number;
    maximum?: number;
  }
  class Memory {
    constructor(descriptor: MemoryDescriptor);
    readonly buffer: ArrayBuffer;
  }
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
}
