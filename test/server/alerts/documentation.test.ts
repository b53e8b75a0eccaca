import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { webhook } from '../../../core/schema/index.ts';
import { createSigningSecret, signatureHeaders } from '../../../server/alerts/signing.ts';

type Verify = (secret: string, headers: Record<string, string>, body: string) => unknown;

describe('the reference of webhooks', () => {
  let page: string;
  before(async () => {
    page = await readFile(new URL('../../../docs/reference/webhooks.md', import.meta.url), 'utf8');
  });
  const block = (language: string): string =>
    new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)![1]!;

  it('shows code that verifies what we sign, and nothing else', async () => {
    const source = `data:text/javascript,${encodeURIComponent(block('js'))}`;
    const { verify } = (await import(source)) as { verify: Verify };
    const [secret, former] = [createSigningSecret(), createSigningSecret()];
    const body = '{"type":"alert.test"}';
    const headers = signatureHeaders({ id: 'msg_1', body, at: Date.now() }, [secret, former]);
    assert.deepEqual(verify(secret, headers, body), { type: 'alert.test' });
    assert.deepEqual(verify(former, headers, body), { type: 'alert.test' });
    assert.throws(() => verify(secret, headers, body.replace('test', 'true')), /not from/);
    assert.throws(() => verify(createSigningSecret(), headers, body), /not from/);
    const old = signatureHeaders({ id: 'msg_1', body, at: Date.now() - 400_000 }, [secret]);
    assert.throws(() => verify(secret, old, body), /too old/);
  });

  it('shows a message of the published form', () => {
    webhook.parse(JSON.parse(block('json')));
  });
});
