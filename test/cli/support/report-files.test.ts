import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReportFiles } from '../../../cli/support/report-files.ts';
import { crawlModel, skimmerOf } from '../render/builders.ts';

const context = { at: '2026-01-02T03:04:05.000Z', toolVersion: '1.2.3', cwd: '/' };
const options = { json: 'out.json', html: 'out.html', sarif: 'out.sarif' };

describe('report files', () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'report-files-'))));
  afterEach(() => rm(dir, { recursive: true }));

  async function write(): Promise<void> {
    const files = await openReportFiles(options, { cwd: dir });
    await files.write({ schemaVersion: 1, complete: true, results: [] }, crawlModel([skimmerOf()]), context);
  }

  it('take the place of those of the run before', async () => {
    await write();
    await writeFile(join(dir, 'out.json'), '{"schemaVersion":1,"complete":false,"results":[{"path":"a"}]}');
    await write();
    assert.deepEqual(JSON.parse(await readFile(join(dir, 'out.json'), 'utf8')), {
      schemaVersion: 1,
      complete: true,
      results: [],
    });
    assert.deepEqual((await readdir(dir)).sort(), ['out.html', 'out.json', 'out.sarif']);
  });

  it('never take the place of another kind of report, or of what another program wrote', async () => {
    await write();
    for (const [option, other] of [
      ['json', 'out.sarif'],
      ['html', 'out.json'],
      ['sarif', 'out.json'],
    ] as const)
      await assert.rejects(openReportFiles({ [option]: other }, { cwd: dir }), { code: 'SW_OUTPUT_EXISTS' });
    const foreign = (await readFile(join(dir, 'out.sarif'), 'utf8')).replace('"Scriptwarden"', '"ESLint"');
    await writeFile(join(dir, 'out.sarif'), foreign);
    await writeFile(join(dir, 'out.html'), '<!doctype html>\n<title>Shop – Scriptwarden, 2026-01-02</title>');
    await assert.rejects(openReportFiles({ sarif: 'out.sarif' }, { cwd: dir }), { code: 'SW_OUTPUT_EXISTS' });
    await assert.rejects(openReportFiles({ html: 'out.html' }, { cwd: dir }), { code: 'SW_OUTPUT_EXISTS' });
  });

  it('are never two reports in one file', async () => {
    await assert.rejects(openReportFiles({ json: 'out', html: './out' }, { cwd: dir }), { code: 'SW_USAGE' });
    assert.deepEqual(await readdir(dir), []);
  });
});
