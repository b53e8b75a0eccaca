import assert from 'node:assert/strict';
import { loadConfig, secretValues, settings, showConfig } from '../../../server/config/index.ts';

describe('showing the configuration', () => {
  const secrets: Record<string, string> = {
    DATABASE_URL: 'postgres://u:hunter22hunter22@db/x',
    SCRIPTWARDEN_BOOTSTRAP_TOKEN: 'bootstrap-bootstrap-bootstrap',
    SCRIPTWARDEN_SECRET_KEY: 'key-key-key-key-key-key-key-key-key',
    SCRIPTWARDEN_METRICS_TOKEN: 'metrics-metrics-metrics',
    SCRIPTWARDEN_SMTP_PASSWORD: 'smtp-smtp-smtp',
  };
  const { config } = loadConfig({ env: secrets, cwd: '/' });

  it('knows every setting that is secret here', () => {
    assert.deepEqual(
      settings
        .filter(({ secret }) => secret)
        .map(({ env }) => env)
        .sort(),
      Object.keys(secrets).sort(),
    );
  });

  it('tells of secrets only that they are set', () => {
    const shown = showConfig(config);
    for (const value of Object.values(secrets)) assert.ok(!shown.includes(value), value);
    assert.equal((JSON.parse(shown) as { secretKey: string }).secretKey, '[set]');
  });

  it('lists the values for the log to leave out', () => {
    assert.deepEqual(secretValues(config).sort(), Object.values(secrets).sort());
  });
});
