import assert from 'node:assert/strict';
import { createReadiness, type HealthParts } from '../../../server/operations/health.ts';
import type { AnalyzerSource } from '../../../server/pipeline/index.ts';
import { onEveryDatabase } from '../store/databases.ts';

const working = {
  acquire: () => Promise.resolve({ analyzer: {} as never, release: () => Promise.resolve() }),
  close: () => Promise.resolve(),
} satisfies AnalyzerSource;

onEveryDatabase('readiness', (databases) => {
  async function ask(changed: Partial<HealthParts>) {
    const store = await databases.open();
    const errors: string[] = [];
    const readiness = createReadiness({
      store,
      analyzers: working,
      isQueueOpen: () => true,
      isStopping: () => false,
      onError: (_, check) => errors.push(check),
      ...changed,
    });
    return { ...(await readiness()), errors, store, readiness };
  }

  it('is given while everything works', async () => {
    const { status, checks } = await ask({});
    assert.equal(status, 'ready');
    assert.deepEqual(checks, { database: 'ok', migrations: 'ok', model: 'ok', queue: 'ok' });
  });

  it('is not given without a model, and says so in the log only', async () => {
    const analyzers = { ...working, acquire: () => Promise.reject(new Error('no file /secret/place')) };
    const { status, checks, errors } = await ask({ analyzers });
    assert.deepEqual([status, checks.model, errors], ['not ready', 'failed', ['model']]);
    assert.ok(!JSON.stringify(checks).includes('secret'));
  });

  it('is not given while no jobs are taken', async () => {
    assert.equal((await ask({ isQueueOpen: () => false })).status, 'not ready');
  });

  it('ends with the order to stop', async () => {
    assert.equal((await ask({ isStopping: () => true })).status, 'stopping');
  });

  it('ends when the database is gone', async () => {
    const { store, readiness } = await ask({ freshMs: 0 });
    const gone = await databases.open();
    await gone.close();
    assert.ok(store.db);
    const { status, checks } = await ask({ store: gone });
    assert.deepEqual([status, checks.database], ['not ready', 'failed']);
    assert.equal((await readiness()).status, 'ready');
  });

  it('ends when the schema is another one', async () => {
    const store = await databases.open();
    await store.db
      .insertInto('store_migrations')
      .values({ number: 9999, name: 'later', applied_at: 0 })
      .execute();
    assert.equal((await ask({ store })).checks.migrations, 'failed');
  });

  it('does not wait for a check that hangs', async () => {
    const analyzers = { ...working, acquire: () => new Promise<never>(() => undefined) };
    assert.equal((await ask({ analyzers, timeoutMs: 5 })).checks.model, 'failed');
  });

  it('is looked up once however many ask', async () => {
    let asked = 0;
    const analyzers = { ...working, acquire: () => (asked++, working.acquire()) };
    const { readiness } = await ask({ analyzers, now: () => 0 });
    await Promise.all([readiness(), readiness(), readiness()]);
    assert.equal(asked, 1);
  });
});
