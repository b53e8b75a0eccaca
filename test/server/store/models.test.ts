import assert from 'node:assert/strict';
import { sha256 } from '../../../core/encoding/index.ts';
import {
  addMeasures,
  listModels,
  readMetric,
  readModel,
  saveModel,
  setModelState,
} from '../../../server/store/index.ts';
import { encode } from './captures.ts';
import { onEveryDatabase } from './databases.ts';

onEveryDatabase('models', (databases) => {
  it('are kept once by hash and come back byte by byte', async () => {
    const store = await databases.open();
    const data = Uint8Array.from({ length: 4096 }, (_, index) => index % 256);
    await saveModel(store.db, { version: '1', data, card: { trained: 'yes' } });
    const saved = await saveModel(store.db, { version: '1', data });
    assert.deepEqual([saved.state, saved.bytes, saved.card], ['candidate', 4096, { trained: 'yes' }]);
    assert.deepEqual(Buffer.from(await readModel(store.db, sha256(data))), Buffer.from(data));
    assert.equal((await listModels(store.db)).length, 1);
  });

  it('have one that decides and one beside it', async () => {
    const store = await databases.open();
    const [one, two] = await Promise.all(
      ['a', 'b'].map((text) => saveModel(store.db, { version: text, data: encode(text) })),
    );
    await setModelState(store, one!.sha256, 'active');
    await setModelState(store, two!.sha256, 'shadow');
    await setModelState(store, two!.sha256, 'active');
    const states = (await listModels(store.db)).map((model) => [model.version, model.state]);
    assert.deepEqual(states.sort(), [
      ['a', 'retired'],
      ['b', 'active'],
    ]);
  });

  it('that were damaged are refused', async () => {
    const store = await databases.open();
    const { sha256: hash } = await saveModel(store.db, { version: '1', data: encode('model') });
    await store.db
      .updateTable('models')
      .set({ data: encode('other') })
      .execute();
    await assert.rejects(readModel(store.db, hash), { code: 'SW_STORE_CORRUPT' });
  });
});

onEveryDatabase('metrics', (databases) => {
  it('add up by the hour', async () => {
    const store = await databases.open();
    const at = Date.UTC(2026, 0, 1, 10, 20);
    await addMeasures(store.db, [
      { name: 'score', value: 5, at },
      { name: 'score', value: 9, at },
    ]);
    await addMeasures(store.db, [
      { name: 'score', value: 1, at: at + 60_000 },
      { name: 'score', value: 7, at: at + 3_600_000 },
    ]);
    const points = await readMetric(store.db, { name: 'score' });
    assert.deepEqual(
      points.map(({ count, sum, minimum, maximum }) => [count, sum, minimum, maximum]),
      [
        [3, 15, 1, 9],
        [1, 7, 7, 7],
      ],
    );
  });
});
