import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capture } from '../../../core/schema/index.ts';
import { BodyStore, prepareFolder, readCapture, writeCapture } from '../../../crawler/capture/index.ts';

const budgets = { maxBodyBytes: 100, maxTotalBytes: 150 };

describe('the capture folder', () => {
  let root: string;
  let dir: string;
  before(async () => (root = await mkdtemp(join(tmpdir(), 'scriptwarden-folder-'))));
  after(() => rm(root, { recursive: true }));
  beforeEach(async () => {
    dir = join(await mkdtemp(join(root, 'case-')), 'out');
    await prepareFolder(dir);
  });

  async function writeSample(): Promise<Capture> {
    const store = new BodyStore({ dir, ...budgets });
    store.put(Buffer.from('alert(1)'), 'js');
    const capture = sample(store.versions());
    await writeCapture(dir, capture);
    return capture;
  }

  it('reads back what was written, bodies included', async () => {
    const capture = await writeSample();
    const saved = await readCapture(dir);
    assert.deepEqual(saved.capture, capture);
    assert.equal((await saved.readBody(capture.versions[0]!)).toString(), 'alert(1)');
  });

  it('is readable by its owner only', async () => {
    const { versions } = await writeSample();
    for (const file of ['capture.json', versions[0]!.file]) {
      assert.equal((await stat(join(dir, file))).mode & 0o077, 0, file);
    }
  });

  it('keeps each body once, within the budgets', () => {
    const store = new BodyStore({ dir, ...budgets });
    const once = store.put(Buffer.alloc(90, 'a'), 'js');
    assert.deepEqual(store.put(Buffer.alloc(90, 'a'), 'js'), once);
    assert.deepEqual(store.put(Buffer.alloc(101, 'b'), 'js'), { refused: 'body-budget' });
    assert.deepEqual(store.put(Buffer.alloc(90, 'c'), 'js'), { refused: 'size-budget' });
    assert.equal(store.versions().length, 1);
  });

  const damage: [string, (capture: Capture) => Promise<void>][] = [
    ['a missing capture.json', () => rm(join(dir, 'capture.json'))],
    ['one that is not JSON', () => writeFile(join(dir, 'capture.json'), '{')],
    [
      'one of another version',
      (capture) => writeFile(join(dir, 'capture.json'), JSON.stringify({ ...capture, schemaVersion: 2 })),
    ],
    ['a missing body', (capture) => rm(join(dir, capture.versions[0]!.file))],
    ['a changed body', (capture) => writeFile(join(dir, capture.versions[0]!.file), 'alert(2)')],
    [
      'a body elsewhere',
      async (capture) => {
        const versions = [{ ...capture.versions[0]!, file: '../secret' }];
        await writeFile(join(dir, 'capture.json'), JSON.stringify({ ...capture, versions }));
      },
    ],
  ];
  for (const [what, spoil] of damage) {
    it(`refuses ${what}`, async () => {
      await spoil(await writeSample());
      await assert.rejects(readCapture(dir), { code: 'SW_CAPTURE_INVALID' });
    });
  }

  it('makes room for a new capture where an earlier one was', async () => {
    await writeSample();
    await prepareFolder(dir);
    await assert.rejects(readCapture(dir), { code: 'SW_CAPTURE_INVALID' });
  });

  it('touches no folder that holds other things', async () => {
    const file = join(root, 'keep.txt');
    await writeFile(file, 'precious');
    await assert.rejects(prepareFolder(root), { code: 'SW_OUTPUT_UNWRITABLE' });
    assert.equal(await readFile(file, 'utf8'), 'precious');
  });

  it('says when the folder cannot be made', async () => {
    const file = join(dir, 'capture.json');
    await writeFile(file, '');
    await assert.rejects(prepareFolder(join(file, 'below')), { code: 'SW_OUTPUT_UNWRITABLE' });
  });

  it('says when the folder may not be written', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    await chmod(dir, 0o500);
    await assert.rejects(prepareFolder(dir), { code: 'SW_OUTPUT_UNWRITABLE' });
    await chmod(dir, 0o700);
  });
});

function sample(versions: Capture['versions']): Capture {
  const zero = { total: 0, failed: 0, blocked: 0 };
  return {
    schemaVersion: 1,
    tool: { version: '0', browser: 'Chrome/1', userAgent: 'x' },
    site: { name: 'x', startUrls: ['https://shop.example/'], hosts: [] },
    state: 'done',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
    visits: [],
    versions,
    sightings: [],
    receipt: {
      complete: true,
      pages: { visited: 0, failed: 0, notVisited: 0 },
      targets: { attached: 0, failed: 0 },
      scripts: { parsed: 0, read: 0, failed: 0, distinct: 0 },
      requests: zero,
      shortfalls: [],
      sandbox: 'full',
    },
  };
}
