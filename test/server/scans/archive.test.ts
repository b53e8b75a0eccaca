import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { sha256 } from '../../../core/encoding/index.ts';
import { isZip, zipEntries, type ArchiveLimits } from '../../../server/scans/archive.ts';
import { makeZip } from './zip.ts';

const limits: ArchiveLimits = { files: 10, totalBytes: 4 * 2 ** 20, entryBytes: 3 * 2 ** 20 };

async function told(zip: Buffer, change: Partial<ArchiveLimits> = {}): Promise<string[]> {
  const entries = await Array.fromAsync(zipEntries(zip, { ...limits, ...change }));
  return entries.map(({ name, body, reason }) => `${name}: ${reason ?? String(body)}`);
}

describe('opening a ZIP', () => {
  it('gives its files in order, packed or not, and no folders', async () => {
    const zip = makeZip([
      { name: 'dir/', body: '' },
      { name: 'dir/a.js', body: 'one()' },
      { name: 'b.js', body: 'two()', method: 0 },
    ]);
    assert.ok(isZip(zip));
    assert.deepEqual(await told(zip), ['dir/a.js: one()', 'b.js: two()']);
  });

  it('tells names as they are, wherever they would lead', async () => {
    const names = ['../../etc/passwd', '/etc/shadow', 'C:/x.js', 'a\\..\\..\\b.js', '\u001b[2J\u202e.js'];
    const zip = makeZip(names.map((name) => ({ name, body: 'x' })));
    const shown = (await told(zip)).map((line) => line.slice(0, -3));
    assert.deepEqual(shown, [
      '../../etc/passwd',
      '/etc/shadow',
      'C:/x.js',
      'a/../../b.js',
      '\u001b[2J\u202e.js',
    ]);
  });

  it('goes on after an entry that is encrypted, damaged or packed in an unknown way', async () => {
    const zip = makeZip([
      { name: 'a.js', body: 'x', flags: 1 },
      { name: 'b.js', body: 'x', crc: 1 },
      { name: 'c.js', body: 'xxx', packed: Buffer.from('not deflated') },
      { name: 'd.js', body: 'x', method: 12 },
      { name: 'e.js', body: 'whole()' },
    ]);
    assert.deepEqual(await told(zip), [
      'a.js: archive-encrypted',
      'b.js: archive-damaged',
      'c.js: archive-damaged',
      'd.js: archive-unsupported',
      'e.js: whole()',
    ]);
  });

  it('opens no archive inside', async () => {
    const zip = makeZip([{ name: 'a.zip', body: makeZip([{ name: 'x', body: 'x' }]) }]);
    assert.deepEqual(await told(zip), ['a.zip: archive-nested']);
  });

  it('stops unpacking what grows out of proportion', async () => {
    const zip = makeZip([{ name: 'bomb.js', body: Buffer.alloc(3 * 2 ** 20) }]);
    const [bomb] = await Array.fromAsync(zipEntries(zip, limits));
    assert.equal(bomb?.reason, 'archive-bomb');
    assert.ok(bomb.bytes < 2 * 2 ** 20, 'it was unpacked no further than needed to tell');
  });

  it('believes no declared size', async () => {
    const body = Buffer.alloc(2 ** 20);
    const zip = makeZip([{ name: 'a.js', body, declaredBytes: 10, packed: deflateRawSync(body) }]);
    assert.deepEqual(await told(zip), ['a.js: archive-damaged']);
  });

  it('ends where entry count or total size go over the limits', async () => {
    const many = makeZip(['a', 'b', 'c'].map((name) => ({ name, body: name })));
    assert.deepEqual(await told(many, { files: 2 }), ['a: a', 'b: b', ': archive-too-many-files']);
    const large = makeZip(['a', 'b', 'c'].map((name) => ({ name, body: 'xxxx', method: 0 })));
    assert.deepEqual(await told(large, { totalBytes: 6 }), [
      'a: xxxx',
      'b: archive-too-large',
      ': archive-too-large',
    ]);
    assert.deepEqual(
      await told(large, { entryBytes: 3 }),
      [1, 2, 3].map((n) => `${' abc'[n]}: archive-too-large`),
    );
  });

  it('counts entries that share their packed bytes each time', async () => {
    const zip = makeZip([{ name: 'kernel', body: 'x'.repeat(100), method: 0 }]);
    const end = zip.length - 22;
    const start = zip.readUInt32LE(end + 16);
    const entry = zip.subarray(start, end);
    const tail = Buffer.from(zip.subarray(end));
    tail.writeUInt16LE(50, 8);
    tail.writeUInt16LE(50, 10);
    tail.writeUInt32LE(entry.length * 50, 12);
    const overlapping = Buffer.concat([
      zip.subarray(0, start),
      ...Array.from({ length: 50 }, () => entry),
      tail,
    ]);
    const entries = await Array.fromAsync(
      zipEntries(overlapping, { ...limits, files: 100, totalBytes: 1000 }),
    );
    assert.equal(entries.at(-1)?.reason, 'archive-too-large');
    assert.equal(entries.length, 12);
  });

  it('tells the hash of what it gives', async () => {
    const [entry] = await Array.fromAsync(zipEntries(makeZip([{ name: 'a', body: 'x' }]), limits));
    assert.equal(entry?.sha256, sha256('x'));
  });

  it('takes any bytes', async () => {
    const whole = makeZip([
      { name: 'a.js', body: 'one()' },
      { name: 'b.js', body: 'two()' },
    ]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const broken = Buffer.from(whole);
        broken[at] = value;
        for await (const entry of zipEntries(broken, limits)) assert.ok(entry.bytes <= limits.totalBytes);
      }),
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await Array.fromAsync(zipEntries(Buffer.from(bytes), limits));
      }),
    );
  });
});
