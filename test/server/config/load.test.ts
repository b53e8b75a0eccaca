import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { loadConfig, type ConfigSources } from '../../../server/config/index.ts';

describe('the configuration', () => {
  let dir: string;
  before(async () => void (dir = await mkdtemp(join(tmpdir(), 'scriptwarden-config-'))));
  after(() => rm(dir, { recursive: true, force: true }));

  const load = (sources: Partial<ConfigSources>) => loadConfig({ env: {}, cwd: dir, ...sources }).config;

  async function file(content: unknown): Promise<string> {
    const path = join(dir, 'config.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  /** The message and fix of the error that loading ends with. */
  function refusal(sources: Partial<ConfigSources>): string {
    try {
      load(sources);
    } catch (error) {
      assert.ok(error instanceof ScriptwardenError && error.code === 'SW_CONFIG_INVALID', String(error));
      return `${error.message} ${error.fix}`;
    }
    return assert.fail('nothing was refused');
  }

  it('is complete without any setting', () => {
    const config = load({});
    assert.deepEqual([config.host, config.port, config.worker], ['127.0.0.1', 8080, true]);
    assert.equal(config.dataDir, join(dir, 'scriptwarden-data'));
  });

  it('takes the command line before the environment, that before the file', async () => {
    const given = await file({ port: 1, host: '::1', log: { level: 'warn' }, crawls: { concurrency: 3 } });
    const env = { SCRIPTWARDEN_PORT: '2', SCRIPTWARDEN_LOG_LEVEL: 'debug' };
    const config = load({ file: given, env, typed: new Map([['port', 3]]) });
    assert.deepEqual(
      [config.port, config.host, config.log.level, config.crawls.concurrency],
      [3, '::1', 'debug', 3],
    );
  });

  it('finds the file that SCRIPTWARDEN_CONFIG names', async () => {
    assert.equal(load({ env: { SCRIPTWARDEN_CONFIG: await file({ port: 7 }) } }).port, 7);
  });

  it('reads flags and lists from variables, and takes empty ones for not set', () => {
    const config = load({
      env: {
        SCRIPTWARDEN_WORKER: 'no',
        SCRIPTWARDEN_ALLOW_NETWORKS: '127.0.0.0/8, ::1 10.0.0.0/8',
        SCRIPTWARDEN_PORT: '',
      },
    });
    assert.equal(config.worker, false);
    assert.deepEqual(config.allowNetworks, ['127.0.0.0/8', '::1', '10.0.0.0/8']);
    assert.equal(config.port, 8080);
  });

  it('starts paths of the file at its folder', async () => {
    assert.equal(load({ cwd: '/', file: await file({ dataDir: 'here' }) }).dataDir, join(dir, 'here'));
  });

  it('takes a data folder for the embedded database, whatever a weaker source says', () => {
    const env = { DATABASE_URL: 'postgres://db/x' };
    assert.equal(load({ env }).databaseUrl, 'postgres://db/x');
    assert.equal(load({ env, typed: new Map([['dataDir', 'd']]) }).databaseUrl, null);
  });

  it('reads a secret from a file, without its last line break', async () => {
    const secret = join(dir, 'secret');
    await writeFile(secret, 'correct horse battery staple!!!!\n');
    const config = load({ env: { SCRIPTWARDEN_SECRET_KEY_FILE: secret } });
    assert.equal(config.secretKey, 'correct horse battery staple!!!!');
  });

  it('refuses a secret given twice, and one whose file is not there', () => {
    const twice = { SCRIPTWARDEN_BOOTSTRAP_TOKEN: 'x'.repeat(20), SCRIPTWARDEN_BOOTSTRAP_TOKEN_FILE: '/x' };
    assert.match(refusal({ env: twice }), /are both set/);
    assert.match(refusal({ env: { SCRIPTWARDEN_SECRET_KEY_FILE: join(dir, 'no') } }), /ENOENT/);
  });

  it('names setting, variable and rule of a bad value', () => {
    const said = refusal({ env: { SCRIPTWARDEN_PORT: 'http', SCRIPTWARDEN_LOG_FORMAT: 'xml' } });
    assert.match(said, /port \(SCRIPTWARDEN_PORT\) must be a whole number from 0 to 65535, not "http"\./);
    assert.match(
      said,
      /log\.format \(SCRIPTWARDEN_LOG_FORMAT\) must be one of auto, json, text, not "xml"\./,
    );
    assert.match(said, /configuration\.md/);
  });

  it('never tells the value of a secret', () => {
    assert.doesNotMatch(refusal({ env: { SCRIPTWARDEN_SECRET_KEY: 'tooshort' } }), /tooshort/);
    assert.doesNotMatch(refusal({ env: { DATABASE_URL: 'mysql://u:pw@h/d' } }), /pw/);
  });

  it('refuses unknown settings of the file and names the nearest', async () => {
    assert.match(refusal({ file: await file({ prot: 1 }) }), /no setting prot; did you mean port\?/);
    assert.match(
      refusal({ file: await file({ smtp: { hots: 'x' } }) }),
      /no setting smtp\.hots; did you mean smtp\.host\?/,
    );
    assert.match(refusal({ file: await file({ smtp: 'x' }) }), /smtp must be a group of settings/);
  });

  it('names the file that is missing, no JSON, or no object', async () => {
    assert.match(refusal({ file: 'missing.json' }), /missing\.json" cannot be read \(ENOENT\)/);
    assert.match(refusal({ file: await file('{"secretKey": "hunter2"') }), /is not valid JSON/);
    assert.doesNotMatch(refusal({ file: await file('{"secretKey": "hunter2"') }), /hunter2/);
    assert.match(refusal({ file: await file('[]') }), /does not hold a JSON object/);
  });

  it('is not changed by names of object internals', async () => {
    assert.match(refusal({ file: await file('{"__proto__": {"port": 1}}') }), /no setting __proto__/);
  });

  it('warns of variables that look like settings', () => {
    const { warnings } = loadConfig({ env: { SCRIPTWARDEN_PROT: '1', SCRIPTWARDEN_CONFIG: '' }, cwd: dir });
    assert.deepEqual(warnings, [
      'SCRIPTWARDEN_PROT is no setting and has no effect; did you mean SCRIPTWARDEN_PORT?',
    ]);
  });

  it('tells where a port that Kubernetes set comes from', () => {
    assert.match(refusal({ env: { SCRIPTWARDEN_PORT: 'tcp://10.0.0.1:80' } }), /enableServiceLinks/);
  });
});
