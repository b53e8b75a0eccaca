import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analysisReport, type AnalysisReport } from '../../core/schema/index.ts';
import { loadSkimmers } from '../../samples/shop/skimmers.ts';
import { runCli } from './run-cli.ts';

const skimmer = loadSkimmers()[0]!;
const innocent = 'document.title = `Basket (${Number(localStorage.getItem("items"))})`;\n';

describe('analyze', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'analyze-'));
    await writeFile(join(dir, 'good.js'), innocent);
    await writeFile(join(dir, 'bad.js'), skimmer.code);
  });
  afterEach(() => rm(dir, { recursive: true }));

  const parse = (text: string): AnalysisReport => analysisReport.parse(JSON.parse(text));
  const run = (...args: string[]) => runCli(['analyze', ...args], { cwd: dir });

  it('finds nothing in an innocent file and exits 0', async () => {
    const { status, stdout } = await run('good.js', '--format', 'json');
    const { complete, results } = parse(stdout);
    assert.deepEqual([status, complete, results.map((one) => one.verdict)], [0, true, ['benign']]);
  });

  it('names a skimmer, its reasons and its destination, and exits 1', async () => {
    const { status, stdout } = await run('good.js', 'bad.js');
    assert.equal(status, 1);
    assert.match(stdout, /^1 +malicious +magecart .* bad\.js$/m);
    assert.ok(stdout.includes(skimmer.meta.sendsTo.replaceAll('.', '[.]')), stdout);
    assert.match(stdout, /line \d+, column \d+/);
    assert.match(stdout, /2 inputs: 1 malicious, 0 suspicious, 1 benign/);
  });

  it('gives one result for each input, in order, with the path as given', async () => {
    const { stdout } = await run('./good.js', 'bad.js', '--format', 'jsonl');
    const paths = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { path: string }).path);
    assert.deepEqual(paths, ['./good.js', 'bad.js']);
  });

  it('searches through folders', async () => {
    await mkdir(join(dir, 'd/sub'), { recursive: true });
    await writeFile(join(dir, 'd/sub/a.js'), innocent);
    await writeFile(join(dir, 'd/b.html'), `<script>${innocent}</script>`);
    const { stdout } = await run('d', '--format', 'json');
    assert.deepEqual(
      parse(stdout).results.map(({ path, media }) => [path, media]),
      [
        ['d/b.html', 'html'],
        ['d/sub/a.js', 'js'],
      ],
    );
  });

  it('reads standard input', async () => {
    const { status, stdout } = await runCli(['analyze', '-', '--format', 'json'], {
      cwd: dir,
      input: skimmer.code,
    });
    assert.deepEqual([status, parse(stdout).results[0]!.path], [1, '-']);
  });

  it('calls standard input by the name given', async () => {
    const page = `<p>Pay</p><script>${skimmer.code}</script>`;
    const args = ['analyze', '-', '--name', 'checkout.html', '--format', 'json'];
    const { results } = parse((await runCli(args, { cwd: dir, input: page })).stdout);
    assert.deepEqual([results[0]!.path, results[0]!.media], ['checkout.html', 'html']);
    const { status, stderr } = await run('good.js', '--name', 'x.js');
    assert.deepEqual([status, stderr.includes('SW_USAGE')], [2, true]);
  });

  it('goes on after a file that is missing, and exits 2', async () => {
    const { status, stdout, stderr } = await run('missing.js', 'bad.js', '--format', 'json');
    const { complete, results } = parse(stdout);
    assert.deepEqual([status, complete, results.length], [2, false, 1]);
    assert.equal((JSON.parse(stderr.trim()) as { error: { code: string } }).error.code, 'SW_INPUT_NOT_FOUND');
  });

  it('gives any bytes a result', async () => {
    const odd: Record<string, Buffer> = {
      'binary.js': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0xff, 0xfe, 0, 1, 2]),
      'empty.js': Buffer.alloc(0),
      'utf16.js': Buffer.from(`\ufeff${innocent}`, 'utf16le'),
      'latin1.js': Buffer.from('var caf\xe9 = 1;', 'latin1'),
    };
    for (const [name, bytes] of Object.entries(odd)) await writeFile(join(dir, name), bytes);
    const { stdout } = await run(...Object.keys(odd), '--format', 'json');
    assert.deepEqual(
      parse(stdout).results.map(({ path }) => path),
      Object.keys(odd),
    );
  });

  it('writes JSON besides text', async () => {
    const { stdout } = await run('bad.js', '--json', 'out.json');
    assert.match(stdout, /malicious/);
    assert.equal(parse(await readFile(join(dir, 'out.json'), 'utf8')).results[0]!.verdict, 'malicious');
  });

  it('leaves a script alone that --json would write over, and says which option took it', async () => {
    for (const args of [
      ['--json', 'good.js', 'bad.js'],
      ['bad.js', '--html', 'bad.js'],
    ]) {
      const { status, stdout, stderr } = await run(...args);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /^error: --(?:json|html) .*\.js".* \[SW_OUTPUT_EXISTS\]\n {2}fix: /);
    }
    assert.equal(await readFile(join(dir, 'good.js'), 'utf8'), innocent);
    assert.equal(await readFile(join(dir, 'bad.js'), 'utf8'), skimmer.code);
    const { status, stderr } = await run('--json', 'good.js');
    assert.equal(status, 2);
    assert.match(stderr, /'inputs'.*--json took "good\.js".*\[SW_USAGE\]/);
  });

  it('writes the same report again, also below a folder that it judges', async () => {
    const args = ['.', '--json', 'scan.json', '--html', 'scan.html', '--sarif', 'scan.sarif', '--quiet'];
    assert.equal((await run(...args)).status, 1);
    const again = await run(...args);
    assert.doesNotMatch(again.stderr, /SW_/);
    assert.ok(parse(await readFile(join(dir, 'scan.json'), 'utf8')).results.length > 2);
  });

  it('resolves paths against the folder npm was called in', async () => {
    const root = new URL('../../', import.meta.url).pathname;
    const options = { cwd: root, env: { INIT_CWD: dir } };
    assert.equal((await runCli(['analyze', 'good.js'], options)).status, 0);
  });

  it('refuses an output that cannot be written with exit code 4, before any work', async () => {
    const { status, stdout, stderr } = await run('bad.js', '--json', 'no/such/folder/out.json');
    assert.deepEqual([status, stdout], [4, '']);
    assert.match(stderr, /\[SW_OUTPUT_UNWRITABLE\]/);
  });

  it('says when the model is missing or damaged, with exit code 4', async () => {
    await writeFile(join(dir, 'bad.onnx'), 'not a model');
    const missing = await run('good.js', '--model', 'missing.onnx');
    assert.equal(missing.status, 4);
    assert.match(missing.stderr, /\[SW_MODEL_MISSING\]\n {2}fix: /);
    const damaged = await run('good.js', '--model', 'bad.onnx');
    assert.equal(damaged.status, 4);
    assert.match(damaged.stderr, /\[SW_MODEL_INVALID\]\n {2}fix: /);
  });

  it('ends quietly when nobody reads on', async () => {
    await mkdir(join(dir, 'many'));
    for (let index = 0; index < 300; index++) await writeFile(join(dir, `many/${index}.js`), innocent);
    const { stderr } = await runCli(['analyze', 'many', '--format', 'jsonl'], {
      cwd: dir,
      onStart: (child) => child.stdout.once('data', () => child.stdout.destroy()),
    }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
      return { stderr: '' };
    });
    assert.equal(stderr, '');
  });
});
