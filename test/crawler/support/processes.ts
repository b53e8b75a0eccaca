import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** The processes below this one whose command line holds `text`, by id. Linux only; empty elsewhere. */
export function descendants(text: string): number[] {
  const all = new Map(list().map((process) => [process.pid, process]));
  const isBelow = (parent: number): boolean =>
    parent === process.pid || (all.has(parent) && isBelow(all.get(parent)!.parent));
  return [...all.values()]
    .filter(({ parent, command }) => command.includes(text) && isBelow(parent))
    .map(({ pid }) => pid);
}

function list(): Process[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const parent = Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
      return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'latin1') }];
    } catch {
      return [];
    }
  });
}
