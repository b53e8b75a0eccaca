import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** As forges make anchors of headings: lower case, spaces to hyphens, punctuation gone. */
function anchorsOf(page: string): Set<string> {
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe('the documentation', () => {
  const pages = [...globSync('docs/**/*.md', { cwd: root }), 'README.md', 'CONTRIBUTING.md'].sort();
  for (const page of pages) {
    it(`${page} has no dead links`, async () => {
      const text = await readFile(join(root, page), 'utf8');
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
      for (const link of links.filter((target) => !/^[a-z]+:/.test(target))) {
        const [path = '', anchor] = link.split('#');
        const file = path === '' ? join(root, page) : join(root, dirname(page), path);
        assert.ok(existsSync(file), `${link} leads to ${relative(root, file)}, which is not there`);
        if (anchor)
          assert.ok(anchorsOf(await readFile(file, 'utf8')).has(anchor), `${link}: no such heading`);
      }
    });
  }

  it('is all in the index', async () => {
    const index = await readFile(join(root, 'docs/README.md'), 'utf8');
    for (const page of pages.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')) {
      assert.ok(index.includes(relative('docs', page)), `docs/README.md lacks ${page}`);
    }
  });
});
