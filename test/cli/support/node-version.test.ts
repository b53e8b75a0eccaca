import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { nodeComplaint } from '../../../cli/support/node-version.ts';

describe('the Node that runs us', () => {
  it('must be new enough, or is told with code and fix', () => {
    assert.equal(nodeComplaint('24.0.0'), null);
    assert.equal(nodeComplaint('100.1.0'), null);
    assert.match(nodeComplaint('22.9.0') ?? '', /Node 22\.9\.0\. \[SW_NODE_TOO_OLD\]\n {2}fix: /);
  });

  it('is the one package.json asks for', async () => {
    const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
    const { engines } = JSON.parse(manifest) as { engines: { node: string } };
    const oldest = engines.node.replace('>=', '');
    assert.equal(nodeComplaint(`${oldest}.0.0`), null);
    assert.ok(nodeComplaint(`${Number(oldest) - 1}.0.0`));
  });
});
