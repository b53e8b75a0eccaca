import assert from 'node:assert/strict';
import { textToRun } from '../../analyzer/ahead.ts';
import { InputServices } from '../../analyzer/budget.ts';
import { examineDeeply, type ExaminationRequest } from '../../analyzer/examine.ts';

const text = 'document.querySelector("form").addEventListener("submit", send);';
const request = (more: Partial<ExaminationRequest> = {}): ExaminationRequest => ({
  path: 'a.js',
  bytes: Buffer.from(text),
  level: 'full',
  ...more,
});

describe('textToRun', () => {
  it('is what an examination asks to have run', async () => {
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`${text}\xe9`, 'latin1'),
    ]) {
      const asked: string[] = [];
      await examineDeeply(request({ bytes }), (one) => Promise.resolve((asked.push(one), null)));
      assert.deepEqual(asked, [textToRun(request({ bytes }))]);
    }
  });

  it('is nothing where that cannot be told yet, or nothing is run', () => {
    assert.equal(textToRun(request({ path: 'a' })), null);
    assert.equal(textToRun(request({ level: 'tokens' })), null);
    assert.equal(textToRun(request({ media: 'html' })), null);
    assert.equal(textToRun(request({ bytes: Buffer.from('<!doctype html><p>no script</p>') })), null);
    assert.equal(
      textToRun(request({ bytes: Buffer.from('var settings = { width: 300, height: 200 };') })),
      null,
    );
    assert.equal(textToRun(request({ bytes: Buffer.from(text.repeat(2_000)) })), null);
  });
});

describe('InputServices', () => {
  it('runs a script once, whether it was begun ahead or not', async () => {
    const run: string[] = [];
    const emulator = {
      emulate: (one: string) => Promise.resolve((run.push(one), {} as never)),
      close: () => Promise.resolve(),
    };
    const services = new InputServices(emulator, {} as never, 1_000);
    services.begin(request());
    assert.deepEqual(run, [text]);
    await services.emulate(text, 1);
    assert.deepEqual(run, [text]);
    await services.emulate('another()', 1);
    assert.deepEqual(run, [text, 'another()']);
  });
});
