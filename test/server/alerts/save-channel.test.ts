import assert from 'node:assert/strict';
import type { SmtpServer } from '../../../server/alerts/channels/index.ts';
import { prepareChanges, prepareChannel } from '../../../server/alerts/save-channel.ts';
import { openSecrets } from '../../../server/alerts/secrets.ts';
import type { Channel, Store } from '../../../server/store/index.ts';
import { alertContext } from './context.ts';

const context = alertContext(undefined as unknown as Store);
const smtp = { host: '127.0.0.1', port: 25, security: 'tls', user: 'warden', from: null } as const;

/** The secrets of an email channel after a change of its mail server. */
async function secretsAfter(change: SmtpServer & { password?: string }): Promise<unknown> {
  const input = {
    type: 'email',
    to: ['ann@shop.example'],
    smtp: { ...smtp, password: 'hush' },
    enabled: true,
  } as const;
  const channel = (await prepareChannel({ ...input, to: [...input.to] }, context)) as unknown as Channel;
  assert.deepEqual(openSecrets(context.secrets, channel), { password: 'hush' });
  assert.ok(!JSON.stringify(channel).includes('hush'));
  const changes = await prepareChanges(channel, { smtp: change }, context);
  return openSecrets(context.secrets, { ...channel, ...changes });
}

describe('the password of a mail server', () => {
  it('stays when only the sender changes', async () => {
    assert.deepEqual(await secretsAfter({ ...smtp, from: 'warden@shop.example' }), { password: 'hush' });
  });

  it('is never sent to another server, as somebody else, or with less protection', async () => {
    for (const change of [
      { host: '127.0.0.2' },
      { port: 26 },
      { user: 'other' },
      { security: 'none' as const },
    ]) {
      assert.deepEqual(await secretsAfter({ ...smtp, ...change }), {}, JSON.stringify(change));
    }
  });

  it('is replaced by a new one', async () => {
    assert.deepEqual(await secretsAfter({ ...smtp, password: 'new' }), { password: 'new' });
  });
});
