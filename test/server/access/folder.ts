import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for each test, gone after it. */
export function useFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scriptwarden-access-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
