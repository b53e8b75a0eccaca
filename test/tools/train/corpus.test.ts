import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readCorpus } from '../../../tools/train/corpus.ts';
import { derivedSamples, generatedSamples } from '../../../tools/train/plan.ts';

describe('readCorpus', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scriptwarden-corpus-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads archives of one JSON object a line', async () => {
    const row = {
      sha256: 'ab',
      text: 'a()',
      label: 'magecart',
      kind: 'skimmer',
      group: 'g1',
      media: 'js',
      hard: null,
    };
    await writeFile(join(folder, 'scripts-00.jsonl.gz'), gzipSync(`${JSON.stringify(row)}\n`));
    const [sample, ...rest] = await readCorpus(folder, 'corpus');
    assert.deepEqual(rest, []);
    assert.equal(sample!.group, 'g1');
    assert.equal(sample!.hard, false);
    assert.equal(sample!.real, true);
  });

  it('reads a folder for each label, pages as pages', async () => {
    await mkdir(join(folder, 'benign'));
    await mkdir(join(folder, 'malware', 'family'), { recursive: true });
    await writeFile(join(folder, 'benign', 'a.js'), 'a()');
    await writeFile(join(folder, 'malware', 'family', 'p.html'), '<!doctype html><script>b()</script>');
    await writeFile(join(folder, 'README.md'), '# not a sample');
    const samples = await readCorpus(folder, 'project');
    assert.deepEqual(
      samples.map(({ label, group, media }) => [label, group, media]),
      [
        ['benign', 'benign/a.js', 'js'],
        ['malware', 'malware/family', 'html'],
      ],
    );
  });

  it('refuses a folder without labelled scripts and one that is not there', async () => {
    await assert.rejects(readCorpus(folder, 'corpus'), { code: 'SW_INPUT_NOT_FOUND' });
    await assert.rejects(readCorpus(join(folder, 'none'), 'corpus'), { code: 'SW_INPUT_NOT_FOUND' });
  });
});

describe('derivedSamples', () => {
  const real = { media: 'js', real: true, hard: false, origin: 'corpus' } as const;
  const base = [
    {
      ...real,
      unit: 'u1',
      text: 'var a = 1;'.repeat(400),
      label: 'benign',
      group: 'site-a',
      kind: 'site-bundle',
    },
    {
      ...real,
      unit: 'u2',
      text: 'steal(document.forms[0]);'.repeat(4),
      label: 'magecart',
      group: 'family-b',
      kind: 'magecart',
    },
  ] as const;
  const samples = [...base, ...generatedSamples(200)];
  const derived = derivedSamples(samples, 50);

  it('never measures, and keeps the group of the captured sample a variant holds', () => {
    assert.ok(derived.length > 10);
    for (const { real: measures, unit, group, change } of derived) {
      assert.equal(measures, false);
      const guest = change?.kind === 'splice' ? change.guest : '';
      if (guest === base[1].text || unit.startsWith('u2#')) assert.equal(group, 'family-b');
      else if (unit.startsWith('u1#')) assert.equal(group, 'site-a');
    }
  });

  it('labels a splice by its guest', () => {
    for (const { kind, label } of derived) {
      if (kind === 'splice') assert.notEqual(label, 'benign');
      if (kind === 'honest-splice') assert.equal(label, 'benign');
    }
  });

  it('is the same at every call', () => {
    assert.deepEqual(derivedSamples(samples, 50), derived);
  });
});
