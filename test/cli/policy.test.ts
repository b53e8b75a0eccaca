import assert from 'node:assert/strict';
import { policySuggestion } from '../../server/visitors/policy/index.ts';
import { useMadeStore } from './made-store.ts';

describe('policy', () => {
  const made = useMadeStore();

  it('prints headers to send, what speaks against them, and what to do', async () => {
    const { status, stdout, stderr } = await made.run(
      'policy',
      '--site',
      'shop',
      '--public-url',
      'https://warden.example/',
    );
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(
      stdout,
      /^Content-Security-Policy-Report-Only: .*report-uri https:\/\/warden\.example\/csp\/[\w-]{32};/m,
    );
    for (const part of ['Risks:', 'Steps:', 'malicious-left-out']) assert.ok(stdout.includes(part), part);
  });

  it('prints JSON, with a placeholder where nobody told the address', async () => {
    const { stdout } = await made.run('policy', '--site', 'shop', '--format', 'json');
    const { headers } = policySuggestion.parse(JSON.parse(stdout));
    assert.match(headers['Reporting-Endpoints']!, /https:\/\/YOUR-SCRIPTWARDEN\/csp\//);
  });

  it('refuses a site that is none with exit code 2', async () => {
    assert.equal((await made.run('policy', '--site', 'other')).status, 2);
  });
});
