import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFeedback } from '../../../cli/evaluate/feedback.ts';

describe('readFeedback', () => {
  let dir: string;
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'feedback-'))));
  afterEach(() => rm(dir, { recursive: true }));

  const read = async (...lines: object[]) => {
    const file = join(dir, 'feedback.jsonl');
    await writeFile(file, `${lines.map((one) => JSON.stringify(one)).join('\n')}\n`);
    return readFeedback(file, '2026-11-21');
  };

  it('reads scripts from the lines and from files beside', async () => {
    await writeFile(join(dir, 'pay.js'), 'pay();');
    const { samples } = await read(
      { label: 'benign', text: 'a();', until: '2026-11-21', note: 'ours' },
      { label: 'magecart', file: 'pay.js', until: '2027-01-01' },
    );
    assert.deepEqual(
      samples.map(({ label, text, media, kind, hard, note }) => [label, text, media, kind, hard, note]),
      [
        ['benign', 'a();', 'js', 'feedback', true, 'ours'],
        ['magecart', 'pay();', 'js', 'feedback', false, null],
      ],
    );
  });

  it('leaves out what has expired, and counts it', async () => {
    const { samples, expired } = await read({ label: 'benign', text: 'a();', until: '2026-11-20' });
    assert.deepEqual([samples.length, expired], [0, 1]);
  });

  it('takes the last of several lines about a script', async () => {
    const { samples } = await read(
      { label: 'benign', text: 'a();', until: '2027-01-01' },
      { label: 'malware', text: 'a();', until: '2027-01-01' },
    );
    assert.deepEqual(
      samples.map(({ label }) => label),
      ['malware'],
    );
  });

  for (const [name, line] of Object.entries({
    'without a label': { text: 'a();', until: '2027-01-01' },
    'without an end': { label: 'benign', text: 'a();' },
    'without a script': { label: 'benign', until: '2027-01-01' },
    'with a missing file': { label: 'benign', file: 'gone.js', until: '2027-01-01' },
  }))
    it(`refuses a line ${name}`, async () => {
      await assert.rejects(read(line), { code: 'SW_CORPUS_INVALID' });
    });

  it('refuses a file that is not there', async () => {
    await assert.rejects(readFeedback(join(dir, 'none'), '2026-11-21'), { code: 'SW_INPUT_NOT_FOUND' });
  });
});
