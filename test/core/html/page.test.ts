import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { dateText, html, standalonePage } from '../../../core/html/index.ts';

describe('a page of its own', () => {
  it('allows its own style sheet and nothing else', () => {
    const page = standalonePage({ title: 'Report', style: 'p { color: red }', body: html`<p>text</p>` });
    const hash = createHash('sha256').update('p { color: red }').digest('base64');
    assert.ok(page.replaceAll('&#39;', "'").includes(`default-src 'none'; style-src 'sha256-${hash}'`));
    assert.match(page, /<p>text<\/p>/);
  });

  it('shows a title from outside as text', () => {
    const page = standalonePage({ title: '</title><script>x</script>', style: '', body: 'a < b' });
    assert.doesNotMatch(page, /<script>/);
    assert.match(page, /a &lt; b/);
  });

  it('writes times for people, in UTC, and leaves what is none', () => {
    assert.equal(dateText('2026-01-02T03:04:05.000Z'), '2 January 2026, 03:04 UTC');
    assert.equal(dateText('soon'), 'soon');
  });
});
