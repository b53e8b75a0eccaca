import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { errorCodes } from '../../core/errors/index.ts';

describe('error codes', () => {
  it('are the ones docs/reference/errors.md lists, both ways', async () => {
    const page = await readFile(new URL('../../docs/reference/errors.md', import.meta.url), 'utf8');
    const documented = [...page.matchAll(/^\| `(SW_[A-Z_]+)`/gm)].map((match) => match[1]);
    assert.deepEqual(documented.sort(), Object.keys(errorCodes).sort());
  });
});
