import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserUser } from './user.ts';

/** A temporary home for one browser; nothing of it outlives the crawl. */
export interface Profile {
  home: string;
  userDataDir: string;
  remove: () => Promise<void>;
}

/** Makes a private folder (mode 0700) that belongs to the browser's user. */
export async function makeProfile(user: BrowserUser | null): Promise<Profile> {
  const home = await mkdtemp(join(tmpdir(), 'scriptwarden-browser-'));
  const userDataDir = join(home, 'profile');
  await mkdir(userDataDir, { mode: 0o700 });
  if (user) for (const folder of [userDataDir, home]) await chown(folder, user.uid, user.gid);
  return {
    home,
    userDataDir,
    // A dying browser may still write while we delete: retried by rm itself.
    remove: () =>
      rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined),
  };
}
