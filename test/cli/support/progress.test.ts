import assert from 'node:assert/strict';
import { crawlProgress, createProgress } from '../../../cli/support/progress.ts';

function record(
  isTTY: boolean,
  quiet = false,
): { written: string[]; progress: ReturnType<typeof createProgress> } {
  const written: string[] = [];
  const sink = { raw: (text: string) => void written.push(text), terminal: { isTTY, columns: 40 } };
  return { written, progress: createProgress(sink, quiet) };
}

describe('progress', () => {
  it('is plain lines where nobody watches', () => {
    const { written, progress } = record(false);
    progress.current('working');
    progress.line('done');
    assert.deepEqual(written, ['done\n']);
  });

  it('rewrites the current line on a terminal, never longer than it', () => {
    const { written, progress } = record(true);
    progress.current('x'.repeat(100));
    progress.line('done');
    assert.equal(written[0]!.length, 39);
    assert.deepEqual(written.slice(1), ['\r\x1b[2K', 'done\n']);
  });

  it('is silent when quiet', () => {
    const { written, progress } = record(true, true);
    progress.current('a');
    progress.line('b');
    assert.deepEqual(written, []);
  });

  it('escapes what comes from the site', () => {
    const { written, progress } = record(false);
    const tell = crawlProgress(progress);
    tell({ event: 'page-done', url: 'http://a/\x1b[2J', outcome: 'ok', scripts: 3, durationMs: 1500 });
    tell({ event: 'warning', message: 'odd\u202e' });
    assert.deepEqual(written, ['page 0   http://a/\\x1b[2J  3 scripts, 1.5 s\n', 'warning  odd\\u202e\n']);
  });
});
