import assert from 'node:assert/strict';
import { isReadable } from '../../../../analyzer/static/flow/readable.ts';

describe('isReadable', () => {
  it('finds a host as it is, and made harmless for a report', () => {
    assert.ok(isReadable(`'//a.x.example/'`, 'a.x.example'));
    assert.ok(isReadable(`'hxxp://a[.]x[.]example/'`, 'a.x.example'));
  });

  it('finds the registered part made harmless', () => {
    assert.ok(isReadable(`'http://' + id + '.i[.]x[.]example/'`, 'abc.i.x.example'));
  });

  it('is content with the part that was registered', () => {
    assert.ok(isReadable(`'https://s' + 'tats.x.example'`, 'stats.x.example'));
    assert.ok(!isReadable(`'https://stats.x' + 'y.example'`, 'stats.xy.example'));
  });
});
