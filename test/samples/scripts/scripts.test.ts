import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { contactable } from './literals.ts';
import { parseAny, scriptsIn } from './parse.ts';

const root = new URL('../../../samples/scripts/', import.meta.url);
const atLeast = { benign: 80, magecart: 40, cryptomining: 8, malware: 20 };
const labels = Object.keys(atLeast) as (keyof typeof atLeast)[];
const filesOf = (label: string): string[] => readdirSync(new URL(`${label}/`, root)).sort();
const reserved = /(^|\.)(example|invalid|test|localhost)$/;

describe('samples/scripts', () => {
  it('has one folder for each label', () => {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map((entry) => entry.name).sort(), [...labels].sort());
  });

  it('is described line by line in its README, both ways', () => {
    const readme = readFileSync(new URL('README.md', root), 'utf8');
    for (const label of labels) {
      const section = readme.split(`\n## ${label}\n`)[1]?.split('\n## ')[0] ?? '';
      const described = [...section.matchAll(/^\| ([\w.-]+\.(?:js|html)) \| \S/gm)].map((match) => match[1]!);
      assert.deepEqual(described.sort(), filesOf(label));
    }
  });

  it('has no two equal files', () => {
    const texts = labels.flatMap((label) =>
      filesOf(label).map((file) => readFileSync(new URL(`${label}/${file}`, root), 'utf8')),
    );
    assert.equal(new Set(texts).size, texts.length);
  });

  for (const label of labels) {
    describe(label, () => {
      it(`holds at least ${atLeast[label]} scripts`, () =>
        assert.ok(filesOf(label).length >= atLeast[label]));

      for (const file of filesOf(label)) {
        const text = readFileSync(new URL(`${label}/${file}`, root), 'utf8');

        it(`${file} parses, is inert, and does not tell its label`, () => {
          for (const script of scriptsIn(file, text)) {
            const program = parseAny(script);
            for (const host of contactable(program)) assert.match(host, reserved);
          }
          assert.doesNotMatch(text, /skimmer|magecart|\bmalicious\b|\bbenign\b|inert sample host/i);
        });
      }
    });
  }
});
