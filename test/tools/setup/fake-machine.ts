import type { Machine } from '../../../tools/setup/machine.mjs';

/** A computer made of a few files, for setup to look at; commands it runs are written down and answered by `onRun`. */
export interface FakeMachine extends Machine {
  readonly commands: string[];
  readonly said: string[];
  readonly programs: Set<string>;
  readonly files: Record<string, string>;
}

export function fakeMachine(
  overrides: Partial<Machine> & { files?: Record<string, string>; programs?: string[] } = {},
  onRun: (command: string, machine: FakeMachine) => boolean = () => true,
): FakeMachine {
  const commands: string[] = [];
  const said: string[] = [];
  const files = overrides.files ?? {};
  const programs = new Set(overrides.programs ?? []);
  const machine: FakeMachine = {
    root: '/checkout',
    platform: 'linux',
    env: { PATH: '/bin' },
    home: '/home/ann',
    isRoot: false,
    nodeVersion: 'v24.0.0',
    isExecutable: (path) => programs.has(path),
    read: (path) => files[path] ?? null,
    list: (folder) => namesBelow(folder, [...Object.keys(files), ...programs]),
    run: (command, args) => {
      const line = [command, ...args].join(' ');
      commands.push(line);
      return onRun(line, machine);
    },
    say: (message) => said.push(message),
    ...overrides,
    commands,
    said,
    files,
    programs,
  };
  return machine;
}

function namesBelow(folder: string, paths: readonly string[]): string[] {
  const inside = paths.filter((path) => path.startsWith(`${folder}/`));
  return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0]!))];
}
