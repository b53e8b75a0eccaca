import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { listInputs, readBounded, readInput } from '../../../cli/support/inputs.ts';
import { sha256 } from '../../../core/encoding/index.ts';

describe('listing inputs', () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'inputs-'))));
  afterEach(() => rm(dir, { recursive: true }));

  const list = async (path: string): Promise<string[]> => {
    const inputs = await Array.fromAsync(listInputs(path, dir));
    return inputs.map((input) => ('error' in input ? `${input.path}: ${input.error.code}` : input.path));
  };
  const touch = (...path: string[]): Promise<void> => writeFile(join(dir, ...path), 'x');

  it('keeps a file as given', async () => {
    await touch('a.js');
    assert.deepEqual(await list('./a.js'), ['./a.js']);
    assert.deepEqual(await list(join(dir, 'a.js')), [join(dir, 'a.js')]);
  });

  it('goes through folders in bytewise order of the whole path', async () => {
    await mkdir(join(dir, 'd/a/b'), { recursive: true });
    for (const path of ['d/a/b/x', 'd/a.js', 'd/B.js', 'd/a/c', 'd/ä.js', 'd/z']) await touch(path);
    const paths = await list('d/');
    assert.deepEqual(paths, ['d/B.js', 'd/a.js', 'd/a/b/x', 'd/a/c', 'd/z', 'd/ä.js']);
    assert.deepEqual(
      paths,
      paths.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
  });

  it('follows links but not in circles', async () => {
    await mkdir(join(dir, 'd/sub'), { recursive: true });
    await touch('d/sub/a.js');
    await symlink('..', join(dir, 'd/sub/up'));
    await symlink('sub', join(dir, 'd/twice'));
    await symlink('sub/a.js', join(dir, 'd/link.js'));
    assert.deepEqual(await list('d'), ['d/link.js', 'd/sub/a.js', 'd/twice/a.js']);
  });

  it('goes on after what it cannot read', async () => {
    await mkdir(join(dir, 'd'));
    await touch('d/b.js');
    await symlink('nowhere', join(dir, 'd/a.js'));
    assert.deepEqual(await list('d'), ['d/a.js: SW_INPUT_NOT_FOUND', 'd/b.js']);
    assert.deepEqual(await list('missing'), ['missing: SW_INPUT_NOT_FOUND']);
  });

  it('opens names that are not UTF-8', async () => {
    await mkdir(join(dir, 'd'));
    const name = Buffer.concat([Buffer.from(join(dir, 'd/')), Buffer.from([0xff, 0x2e, 0x6a, 0x73])]);
    try {
      await writeFile(name, 'x');
    } catch {
      return; // This file system takes no such names.
    }
    const [input] = await Array.fromAsync(listInputs('d', dir));
    assert.ok(input && 'file' in input);
    assert.equal((await readInput(input)).bytes.toString(), 'x');
  });
});

describe('reading inputs', () => {
  it('keeps what comes first of a long one, with hash and size of the whole', async () => {
    const chunks = ['abc', 'def', 'ghi'].map((text) => Buffer.from(text));
    const stream = Readable.from(chunks);
    const { bytes, whole } = await readBounded(stream, 5);
    assert.deepEqual([bytes.toString(), whole], ['abcde', { sha256: sha256('abcdefghi'), size: 9 }]);
  });

  it('keeps all of one that is just as long as allowed', async () => {
    assert.deepEqual(await readBounded(Readable.from([Buffer.from('abc')]), 3), {
      bytes: Buffer.from('abc'),
    });
    assert.deepEqual(await readBounded(Readable.from([]), 3), { bytes: Buffer.alloc(0) });
  });
});
