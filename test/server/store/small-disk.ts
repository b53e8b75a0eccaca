import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder on a disk of its own. */
export interface SmallDisk {
  dir: string;
  remove: () => void;
}

/** Mounts a disk of so many megabytes in memory, whose folder belongs to `owner`; null where this user may not. */
export function mountSmallDisk(megabytes: number, owner?: string): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'scriptwarden-disk-'));
  const options = `size=${megabytes}m,mode=0700${owner === undefined ? '' : `,uid=${owner}`}`;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'scriptwarden-test', dir], { stdio: 'ignore' });
  } catch {
    rmSync(dir, { recursive: true });
    return null;
  }
  return {
    dir,
    remove() {
      execFileSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true });
    },
  };
}
