import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { commands } from '../../cli/index.ts';

const root = new URL('../../', import.meta.url);
const notCommands = ['index', 'main'];

async function baseNames(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(new URL(folder, root));
  return entries.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
}

describe('commands', () => {
  const names = commands.map(({ name }) => name).sort();

  it('are the files in cli/', async () => {
    const files = (await baseNames('cli/', '.ts')).filter((name) => !notCommands.includes(name));
    assert.deepEqual(files.sort(), names);
  });

  it('each have a test of the same name', async () => {
    const tests = await baseNames('test/cli/', '.test.ts');
    assert.deepEqual(
      names.filter((name) => !tests.includes(name)),
      [],
    );
  });

  it('each have a section in docs/reference/cli.md, and a row in its table', async () => {
    const page = await readFile(new URL('docs/reference/cli.md', root), 'utf8');
    const rows = [...page.matchAll(/^\| \[`([a-z]+)`\]/gm)].map((match) => match[1]);
    const sections = [...page.matchAll(/^## ([a-z]+)$/gm)].map((match) => match[1]);
    assert.deepEqual(rows.sort(), names);
    assert.deepEqual(sections.sort(), names);
  });
});
