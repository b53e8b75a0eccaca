import assert from 'node:assert/strict';
import { designed, designs, parses, written } from '../../../../models/training/generate/grammar/index.ts';
import { generateScripts, seededRandom, type Label } from '../../../../models/training/generate/index.ts';
import { alike, sketch, Thinner } from '../../../../models/training/generate/thin.ts';

const labels = Object.keys(designs) as Label[];
const hostIn = /(?:https?:|wss?:|['"(=])\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi;

describe('models/training/generate', function () {
  this.timeout(30_000);

  for (const label of labels) {
    describe(label, () => {
      const texts = generateScripts(label, 60, 7);

      it('gives the count that was asked for, and the same texts again', () => {
        assert.equal(texts.length, 60);
        assert.deepEqual(generateScripts(label, 60, 7), texts);
        assert.notDeepEqual(generateScripts(label, 60, 8), texts);
      });

      it('gives scripts that parse', () => {
        for (const text of texts) assert.ok(parses(text), text.slice(0, 300));
      });

      it('names only hosts that are reserved for examples', () => {
        // A dictionary packer takes hosts apart.
        for (const text of texts.filter((each) => !each.includes('function(p,'))) {
          for (const [, host] of text.replace(/['"]\s*\+\s*['"]/g, '').matchAll(hostIn))
            assert.match(host!, /\.(?:example|invalid|test)$/, text.slice(0, 400));
        }
      });

      it('leaves no mark of the grammar behind', () => {
        for (const text of texts) assert.doesNotMatch(text, /[«»‹›¦]/);
      });

      it('comes to every design', () => {
        const drawn = new Set(
          Array.from({ length: 400 }, (_, seed) => designed(seededRandom(seed), label).design),
        );
        assert.deepEqual([...drawn].sort(), Object.keys(designs[label]).sort());
      });

      for (const [design, templates] of Object.entries(designs[label])) {
        it(`has only templates of ${design} that parse`, () => {
          for (const template of templates) {
            for (const seed of [1, 2, 3]) {
              const text = written(seededRandom(seed), template);
              assert.ok(parses(text), text);
            }
          }
        });
      }
    });
  }

  it('gives skimmers and honest code of the same lengths, hosts and marks of dress', () => {
    // Whatever separates the classes must be behaviour: none of these may tell them apart by itself.
    const share = (label: Label, wanted: (text: string) => boolean): number =>
      Array.from({ length: 300 }, (_, seed) => designed(seededRandom(seed), label).text).filter(wanted)
        .length / 300;
    const looks: [string, (text: string) => boolean][] = [
      ['arrow functions', (text) => text.includes('=>')],
      ['a bundle', (text) => /exports:\{\}|exports: \{\}|\.exports/.test(text)],
      ['a class', (text) => /\bclass /.test(text)],
      ['the ending .example', (text) => text.includes('.example')],
      ['a worker host', (text) => text.includes('.workers.')],
      ['more than a thousand characters', (text) => text.length > 1000],
    ];
    for (const [what, wanted] of looks) {
      const gap = Math.abs(share('magecart', wanted) - share('benign', wanted));
      assert.ok(gap < 0.3, `${what} differs by ${gap}`);
    }
  });
});

describe('Thinner', () => {
  const one =
    "var a=document.querySelector('.one');a.addEventListener('click',function(){a.classList.toggle('open')});";

  it('refuses the same shape with other names and strings', () => {
    const thinner = new Thinner();
    assert.ok(thinner.admits(one));
    assert.ok(!thinner.admits(one.replaceAll('a.', 'b.').replace('var a', 'var b').replace('.one', '.two')));
  });

  it('admits another shape', () => {
    const thinner = new Thinner();
    assert.ok(thinner.admits(one));
    assert.ok(thinner.admits('for(let i=0;i<10;i++){total+=items[i].price*items[i].count}report(total);'));
  });

  it('finds a text alike to itself', () => assert.equal(alike(sketch(one), sketch(one)), 1));
});
