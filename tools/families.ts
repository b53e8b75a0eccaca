import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sketchOf, type Sketch } from '../analyzer/similar/index.ts';
import { extractScripts } from '../analyzer/parse/index.ts';
import { categories } from '../core/schema/index.ts';
import { loadSkimmers } from '../samples/shop/skimmers.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Sketches of this project's own malicious samples, each a design of its own: what `similar` knows. */
export async function familiesFile(): Promise<string> {
  const families: Record<string, Sketch> = {};
  for (const category of categories) {
    const folder = join(root, 'samples', 'scripts', category);
    for (const name of (await readdir(folder)).sort()) {
      const text = await readFile(join(folder, name), 'utf8');
      const code = name.endsWith('.html')
        ? extractScripts(text)
            .scripts.map((one) => one.text)
            .join('\n')
        : text;
      add(`${category}/${basename(name, extname(name))}`, code);
    }
  }
  for (const { name, code } of loadSkimmers()) add(`magecart/shop-${name}`, code);
  return `${JSON.stringify({ about: 'Written by tools/families.ts from samples/; do not edit by hand.', families })}\n`;

  function add(family: string, code: string): void {
    const sketch = sketchOf(code);
    if (sketch) families[family] = sketch;
  }
}

// Run by itself, it writes the file that ships.
if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(join(root, 'models', 'families.json'), await familiesFile());
