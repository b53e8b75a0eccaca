import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { openSecretBox } from '../../server/access/secrets/index.ts';
import { findSite, openStore } from '../../server/store/index.ts';
import { addWebhook, alertContext } from '../server/alerts/context.ts';
import { Receiver } from '../server/alerts/receiver.ts';
import { found, makeRule, tell } from '../server/store/alerts/made.ts';
import { useHistory } from './history.ts';
import { runCli } from './run-cli.ts';

describe('worker', function () {
  this.timeout(30_000);
  const history = useHistory();

  it('works until it is stopped, alone on its data folder', async () => {
    const second: Promise<unknown>[] = [];
    const { status, stderr } = await runCli(['worker'], {
      cwd: history.dir,
      env: { DATABASE_URL: '' },
      onStart: (child) => {
        let told = '';
        child.stderr.on('data', (chunk: Buffer) => {
          told += chunk.toString();
          if (!told.includes('is ready') || second.length > 0) return;
          second.push(
            history.run('worker').then((other) => {
              child.kill('SIGTERM');
              return [other.status, other.stderr.includes('SW_STORE_IN_USE')];
            }),
          );
        });
      },
    });
    assert.deepEqual(await Promise.all(second), [[4, true]]);
    assert.equal(status, 0, stderr);
  });

  it('sends what the outbox holds', async () => {
    const address = { dataDir: join(history.dir, 'scriptwarden-data') };
    const receiver = await new Receiver().start();
    const store = await openStore(address);
    const context = alertContext(store, { secrets: openSecretBox({ address, secretKey: null }) });
    const { channel, secret } = await addWebhook(context, receiver.url);
    await makeRule(store, channel.id);
    await tell(store, (await findSite(store.db, 'shop')).id, [found('new.example', 'high')]);
    await store.close();
    const { status, stderr } = await runCli(['worker'], {
      cwd: history.dir,
      env: { DATABASE_URL: '', SCRIPTWARDEN_ALLOW_NETWORKS: '127.0.0.1/32' },
      onStart: (child) => void receiver.until(1).then(() => child.kill('SIGTERM')),
    });
    assert.equal(status, 0, stderr);
    const { body, headers } = receiver.received[0]!;
    new Webhook(secret).verify(body, headers as Record<string, string>);
    await receiver.stop();
  });
});
