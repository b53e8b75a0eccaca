import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Evaluation } from '../../cli/evaluate/evaluation.ts';
import { runCli } from './run-cli.ts';

const samples = fileURLToPath(new URL('../../samples/scripts/', import.meta.url));

describe('evaluate', () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'evaluate-'))));
  afterEach(() => rm(dir, { recursive: true }));

  const run = (...args: string[]) => runCli(['evaluate', ...args], { cwd: dir });

  it('measures a folder of labelled folders and compares with an earlier run', async () => {
    const first = await run('--corpus', samples, '--sample', '3', '--json', 'old.json', '--quiet');
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /memory, not its skill/);
    const { rows, figures } = JSON.parse(await readFile(join(dir, 'old.json'), 'utf8')) as Evaluation;
    assert.equal(rows.length, 12);
    assert.equal(figures.verdicts[0]!.falsePositives.of, 3);

    const over = await run(
      '--corpus',
      samples,
      '--sample',
      '1',
      '--json',
      'old.json',
      '--compare',
      'old.json',
    );
    assert.deepEqual([over.status, over.stderr.includes('SW_OUTPUT_EXISTS')], [2, true]);
    const again = await run('--corpus', samples, '--sample', '3', '--json', 'old.json', '--quiet');
    assert.equal(again.status, 0, again.stderr);

    const changed = rows.map((row, index) =>
      index === 0 ? { ...row, label: 'benign', verdict: 'malicious' } : row,
    );
    await writeFile(join(dir, 'old.json'), JSON.stringify({ model: 'older', rows: changed }));
    const { stdout } = await run('--corpus', samples, '--sample', '3', '--compare', 'old.json', '--quiet');
    assert.match(
      stdout,
      /Compared with older on 12 samples\nGained: 1\n {2}benign benign {2}malicious → benign/,
    );
  });

  it('reads rows from compressed files and disguises them', async () => {
    const text = await readFile(join(samples, 'magecart/base64-twice-cookie.js'), 'utf8');
    const rows = [
      { label: 'magecart', text, kind: 'skimmer', group: 'g' },
      { label: 'benign', text: 'document.title = "shop";', hard: true },
    ];
    await writeFile(join(dir, 'x.jsonl.gz'), gzipSync(rows.map((row) => JSON.stringify(row)).join('\n')));
    const { status, stdout, stderr } = await run(
      '--corpus',
      '.',
      '--robustness',
      '1',
      '--format',
      'json',
      '--quiet',
    );
    assert.equal(status, 0, stderr);
    const { figures, robustness } = JSON.parse(stdout) as Evaluation;
    assert.equal(figures.verdicts[0]!.hardFalsePositives.of, 1);
    assert.ok(robustness!.some(({ disguise, of }) => disguise === 'terser' && of === 1));
    assert.ok(robustness!.some(({ disguise }) => disguise === 'spliced at the middle of a library'));
  });

  it('reports feedback apart', async () => {
    const lines = [
      { label: 'benign', text: 'document.title = "shop";', until: '2999-01-01' },
      { label: 'magecart', text: 'document.title = "basket";', until: '2999-01-01' },
      { label: 'benign', text: 'a();', until: '2020-01-01' },
    ];
    await writeFile(join(dir, 'feedback.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const { stdout } = await run(
      '--corpus',
      samples,
      '--sample',
      '1',
      '--feedback',
      'feedback.jsonl',
      '--quiet',
    );
    assert.match(stdout, /Feedback, counted nowhere else: 1 of 2 are judged as people say; 1 expired/);
    assert.match(stdout, / {2}magecart, but benign/);
    assert.match(stdout, /Model .*, 4 samples/);
  });

  it('says which line of a corpus is wrong, and refuses an empty one', async () => {
    await writeFile(join(dir, 'x.jsonl.gz'), gzipSync('{"label":"odd","text":""}\n'));
    const wrong = await run('--corpus', '.');
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /line 1.*SW_CORPUS_INVALID/);
    await mkdir(join(dir, 'empty'));
    assert.match((await run('--corpus', 'empty')).stderr, /SW_INPUT_NOT_FOUND/);
    await cp(join(dir, 'x.jsonl.gz'), join(dir, 'old.json'));
    assert.match((await run('--corpus', samples, '--compare', 'old.json')).stderr, /SW_CORPUS_INVALID/);
  });
});
