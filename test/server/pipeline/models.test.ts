import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledModelPath, loadDetector } from '../../../analyzer/model/index.ts';
import { createAnalyzers, runShadow } from '../../../server/pipeline/index.ts';
import { saveModel, setModelState, type Store } from '../../../server/store/index.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { crawlOnce, watchedShop } from './site.ts';

const home = 'https://shop.example/';
const pageOf = (body: string): { url: string; scripts: { body: string }[] } => ({
  url: home,
  scripts: [{ body }],
});

/** The bundled model under another version of the same length. */
async function nextModel(): Promise<{ version: string; data: Buffer }> {
  const detector = await loadDetector();
  const { version } = detector;
  await detector.close();
  const data = await readFile(bundledModelPath);
  const next = `${version.slice(0, -1)}${version.endsWith('9') ? '8' : '9'}`;
  for (let at = data.indexOf(version); at >= 0; at = data.indexOf(version, at + 1)) data.write(next, at);
  return { version: next, data };
}

const modelsOf = async (store: Store, shadow: 0 | 1 = 0): Promise<string[]> => {
  const rows = await store.db
    .selectFrom('analyses')
    .select('model')
    .where('shadow', '=', shadow)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.model);
};

onEveryDatabase('models in production', (databases) => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'models-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('are loaded once: a file replaced while a crawl runs changes nothing for it', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const modelPath = join(dir, 'detector.onnx');
    await copyFile(bundledModelPath, modelPath);
    const analyzers = createAnalyzers(context.store, { modelPath, modelDir: dir, workers: 1 });
    site.show(pageOf('first(1)'));
    site.onCrawl = () => writeFile(modelPath, 'no model at all');
    await crawlOnce({ ...context, analyzers }, siteId);
    assert.equal((await modelsOf(context.store)).length, 1);
    await analyzers.close();
    const broken = createAnalyzers(context.store, { modelPath, modelDir: dir });
    await assert.rejects(broken.acquire(), { code: 'SW_MODEL_INVALID' });
  });

  it('promoted while a crawl runs decide from the next one on', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const { store } = context;
    const analyzers = createAnalyzers(store, { modelDir: dir, workers: 1 });
    const next = await nextModel();
    site.show(pageOf('first(1)'));
    site.onCrawl = async () => {
      const { sha256 } = await saveModel(store.db, next);
      await setModelState(store, sha256, 'active');
    };
    await crawlOnce({ ...context, analyzers }, siteId);
    assert.notEqual((await modelsOf(store))[0], next.version);
    site.show(pageOf('second(2)'));
    await crawlOnce({ ...context, analyzers }, siteId);
    assert.equal((await modelsOf(store)).at(-1), next.version);
    await analyzers.close();
  });

  it('in shadow judge what is stored and what comes, and change nothing', async () => {
    const { context, site, siteId } = await watchedShop(await databases.open());
    const { store } = context;
    site.show(pageOf('first(1)'));
    await crawlOnce(context, siteId);
    const next = await nextModel();
    const { sha256 } = await saveModel(store.db, next);
    await setModelState(store, sha256, 'shadow');
    assert.deepEqual([await runShadow(store, dir), await runShadow(store, dir)], [1, 0]);
    site.show(pageOf('second(2)'));
    await crawlOnce(context, siteId);
    assert.deepEqual(await modelsOf(store, 1), [next.version, next.version]);
  });
});
