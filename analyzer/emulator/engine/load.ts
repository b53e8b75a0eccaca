import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import type { QuickJSSyncVariant, QuickJSWASMModule } from 'quickjs-emscripten-core';
import releaseSync from '@jitl/quickjs-wasmfile-release-sync';

const pageBytes = 65_536;
let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * A QuickJS of its own, with memory that cannot grow past `memoryMb` mebibytes. QuickJS's own memory limit does not
 * work under Emscripten, where it cannot ask how large a block is; the limit of the WebAssembly memory does.
 */
export async function loadQuickJs(
  memoryMb: number,
): Promise<{ quickJs: QuickJSWASMModule; memory: WebAssembly.Memory }> {
  const require = createRequire(import.meta.url);
  compiled ??= WebAssembly.compile(readFileSync(require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')));
  const memory = new WebAssembly.Memory({ initial: 256, maximum: (memoryMb * 1_048_576) / pageBytes });
  // Its types describe the CommonJS build, where the variant is one level deeper.
  const variant = newVariant(releaseSync as unknown as QuickJSSyncVariant, {
    wasmModule: await compiled,
    wasmMemory: memory,
  });
  return { quickJs: await newQuickJSWASMModuleFromVariant(variant), memory };
}

/** The world's modules by path, such as `dom/node.js`. */
export function readWorldModules(): ReadonlyMap<string, string> {
  const folder = new URL('../world/', import.meta.url);
  const modules = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.js'))
      modules.set(name.replaceAll('\\', '/'), readFileSync(new URL(name, folder), 'utf8'));
  }
  return modules;
}
