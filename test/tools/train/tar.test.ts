import assert from 'node:assert/strict';
import { tarFiles } from '../../../tools/train/tar.ts';

/** One ustar entry; the checksum is not looked at. */
function entry(path: string, content: string, { type = '0', prefix = '' } = {}): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write(prefix, 345);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

describe('tarFiles', () => {
  it('gives plain files with their content, prefixes joined, other entries left out', () => {
    const archive = Buffer.concat([
      entry('package/a.js', 'a'.repeat(600)),
      entry('package/folder', '', { type: '5' }),
      entry('b.js', 'b', { prefix: 'package/deep' }),
      Buffer.alloc(1024),
    ]);
    const files = [...tarFiles(archive)].map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]);
    assert.deepEqual(files, [
      ['package/a.js', 'a'.repeat(600)],
      ['package/deep/b.js', 'b'],
    ]);
  });

  it('ends at an archive cut short or a size that is no number', () => {
    assert.deepEqual([...tarFiles(Buffer.alloc(100, 1))], []);
    const broken = entry('a.js', 'a');
    broken.write('not a number', 124);
    assert.deepEqual([...tarFiles(broken)], []);
  });
});
