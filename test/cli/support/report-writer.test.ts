import assert from 'node:assert/strict';
import { hasColour, reportWidth } from '../../../cli/support/report-writer.ts';

const terminal = { isTTY: true, columns: 100 };
const file = { isTTY: false, columns: undefined };

describe('how a report looks', () => {
  it('has colours on a terminal unless NO_COLOR, --no-color or a dumb terminal', () => {
    assert.equal(hasColour(true, { stdout: terminal, env: {} }), true);
    assert.equal(hasColour(false, { stdout: terminal, env: {} }), false);
    assert.equal(hasColour(true, { stdout: terminal, env: { NO_COLOR: '1' } }), false);
    assert.equal(hasColour(true, { stdout: terminal, env: { TERM: 'dumb' } }), false);
  });

  it('has none in a file unless FORCE_COLOR', () => {
    assert.equal(hasColour(true, { stdout: file, env: {} }), false);
    assert.equal(hasColour(true, { stdout: file, env: { FORCE_COLOR: '1' } }), true);
    assert.equal(hasColour(true, { stdout: file, env: { FORCE_COLOR: '0' } }), false);
  });

  it('is as wide as the terminal, within what can be read', () => {
    assert.equal(reportWidth({ stdout: { isTTY: true, columns: 90 }, env: {} }), 90);
    assert.equal(reportWidth({ stdout: { isTTY: true, columns: 300 }, env: {} }), 140);
    assert.equal(reportWidth({ stdout: { isTTY: true, columns: 20 }, env: {} }), 60);
    assert.equal(reportWidth({ stdout: file, env: {} }), 100);
    assert.equal(reportWidth({ stdout: file, env: { COLUMNS: '80' } }), 80);
  });
});
