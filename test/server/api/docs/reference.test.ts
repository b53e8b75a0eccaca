import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { referenceTables } from '../../../../server/api/docs/reference.ts';
import { routes, tags } from '../../../../server/api/routes.ts';

describe('the reference of the API', () => {
  it('lists every route as it is (node tools/publish-api.ts writes it)', async () => {
    const page = await readFile(new URL('../../../../docs/reference/api.md', import.meta.url), 'utf8');
    assert.ok(page.includes(referenceTables(routes, tags)));
  });
});
