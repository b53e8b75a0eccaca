import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFile, lazySecretBox, openSecretBox, parseKeys } from '../../../../server/access/secrets/index.ts';

describe('the master key', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'scriptwarden-key-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('is made in the data folder, for its owner alone, and found again', async () => {
    const place = { address: { dataDir } };
    const sealed = openSecretBox(place).seal('secret', 'x');
    assert.equal((await stat(join(dataDir, keyFile))).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(dataDir), [keyFile]);
    assert.equal(openSecretBox(place).open(sealed, 'x'), 'secret');
  });

  it('of the environment counts more than the file', () => {
    const secretKey = randomBytes(32).toString('base64');
    const sealed = openSecretBox({ address: { dataDir }, secretKey }).seal('secret', 'x');
    assert.throws(() => openSecretBox({ address: { dataDir } }).open(sealed, 'x'), {
      code: 'SW_SECRET_UNREADABLE',
    });
    const elsewhere = { databaseUrl: 'postgres://db.example/x' };
    assert.equal(openSecretBox({ address: elsewhere, secretKey }).open(sealed, 'x'), 'secret');
  });

  it('must be given on PostgreSQL', () => {
    assert.throws(() => openSecretBox({ address: { databaseUrl: 'postgres://db.example/x' } }), {
      code: 'SW_SECRET_KEY_MISSING',
    });
  });

  it('is read in three spellings, several of them parted by commas or spaces', () => {
    const key = randomBytes(32);
    const spellings = [key.toString('base64'), key.toString('base64url'), key.toString('hex')];
    assert.deepEqual(
      parseKeys(`${spellings.join(', ')}\n`, 'test').map((one) => Buffer.from(one)),
      [key, key, key],
    );
  });

  it('of another form is stretched to the length of one', () => {
    const [bytes] = parseKeys('head -c 48 /dev/urandom | base64'.replaceAll(' ', '+'), 'test');
    assert.equal(bytes!.length, 32);
  });

  it('that somebody thought up is refused and not told again', () => {
    for (const text of ['hunter2', 'a'.repeat(64), 'A'.repeat(43), 'correct horse battery staple']) {
      assert.throws(
        () => parseKeys(text, 'SCRIPTWARDEN_SECRET_KEY'),
        (error: Error) => {
          assert.equal((error as Error & { code: string }).code, 'SW_SECRET_KEY_INVALID');
          return !error.message.includes(text);
        },
      );
    }
  });

  it('that everybody may read is refused', async function () {
    if (process.platform === 'win32') this.skip();
    const file = join(dataDir, keyFile);
    await writeFile(file, randomBytes(32).toString('base64'));
    await chmod(file, 0o644);
    assert.throws(() => openSecretBox({ address: { dataDir } }), {
      code: 'SW_SECRET_KEY_INVALID',
      message: /everybody/,
    });
  });

  it('is not touched before a secret is', async () => {
    const box = lazySecretBox(() => ({ address: { dataDir } }));
    assert.deepEqual(await readdir(dataDir), []);
    assert.equal(box.open(box.seal('secret', 'x'), 'x'), 'secret');
    assert.deepEqual(await readdir(dataDir), [keyFile]);
  });
});
