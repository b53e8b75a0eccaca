import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { StoreAddress } from '../../../server/store/index.ts';

const storeIndex = new URL('../../../server/store/index.ts', import.meta.url).href;
const captures = new URL('./captures.ts', import.meta.url).href;

/** Starts a process of its own that runs `code` with the store's functions, those of captures.ts and `address` at hand. */
export function startChild(code: string, address: StoreAddress): ChildProcess {
  const program = `
    const store = await import(${JSON.stringify(storeIndex)});
    const made = await import(${JSON.stringify(captures)});
    const address = ${JSON.stringify(address)};
    Object.assign(globalThis, store, made);
    await (async () => { ${code} })();
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Runs `code` in a process of its own to its end; answers what it printed. */
export async function inChild(code: string, address: StoreAddress): Promise<string> {
  const child = startChild(code, address);
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [output, errors, [status]] = await Promise.all([text(child.stdout!), text(child.stderr!), exit]);
  if (status !== 0) throw new Error(`the child failed: ${errors}`);
  return output.trim();
}
