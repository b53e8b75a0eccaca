import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCaptureFolder } from '../../../cli/support/capture-folder.ts';

const capture = '{\n "schemaVersion": 1,\n "tool": {\n  "version": "0.1.0"';

describe('the folder of a capture', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'capture-folder-'));
    await mkdir(join(dir, 'bodies'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('may be missing, or hold an earlier capture, or the beginning of one', async () => {
    await checkCaptureFolder('missing', dir);
    await writeFile(join(dir, 'bodies', `${'0a'.repeat(32)}.js`), '');
    await checkCaptureFolder('.', dir);
    await writeFile(join(dir, 'capture.json'), capture);
    await checkCaptureFolder('.', dir);
  });

  it('is refused when its capture.json is something else', async () => {
    await writeFile(join(dir, 'capture.json'), '{"fps": 60}');
    await assert.rejects(checkCaptureFolder('.', dir), {
      code: 'SW_OUTPUT_EXISTS',
      message: /--out .*"capture\.json"/,
    });
  });

  it('is refused when bodies holds what no crawl saved', async () => {
    await writeFile(join(dir, 'capture.json'), capture);
    await writeFile(join(dir, 'bodies', 'coupe.html'), '');
    await assert.rejects(checkCaptureFolder('.', dir), { code: 'SW_OUTPUT_EXISTS', message: /coupe\.html/ });
  });
});
