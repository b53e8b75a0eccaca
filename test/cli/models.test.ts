import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledModelPath } from '../../analyzer/model/index.ts';
import { useHistory } from './history.ts';

describe('models', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('tries a model in shadow, compares and promotes it', async () => {
    await copyFile(bundledModelPath, join(history.dir, 'next.onnx'));
    const [shadow] = await history.lines('models', 'shadow', 'next.onnx');
    assert.equal(shadow!.state, 'shadow');
    const [report] = await history.lines('models', 'compare');
    assert.deepEqual([report!.versions, report!.stability, report!.differing], [3, 0, []]);
    assert.equal((await history.lines('models', 'promote'))[0]!.state, 'active');
    assert.equal((await history.run('models', 'compare')).status, 2);
    assert.equal((await history.lines('models', 'retire', shadow!.version as string))[0]!.state, 'retired');
  });

  it('refuses what is no model', async () => {
    await writeFile(join(history.dir, 'bad.onnx'), 'hello');
    const { status, stderr } = await history.run('models', 'shadow', 'bad.onnx');
    assert.deepEqual([status, stderr.includes('SW_MODEL_INVALID')], [4, true]);
  });

  it('tells how scores moved', async () => {
    const [drift] = await history.lines('models', 'drift');
    assert.equal((drift!.recent as { analyses: number }).analyses, 3);
  });
});
