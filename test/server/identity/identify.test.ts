import assert from 'node:assert/strict';
import { sha256 } from '../../../core/encoding/index.ts';
import {
  identifyScripts,
  slotClass,
  urlTemplate,
  type IdentityInput,
  type IdentityResult,
  type KnownScript,
  type SeenSlot,
} from '../../../server/identity/index.ts';

const home = 'https://shop.example/';

/** A seen slot; digits and quoted text make no shape. */
function seen(body: string, url: string | null = null, more: Partial<SeenSlot> = {}): SeenSlot {
  return {
    sha256: sha256(body),
    kind: url === null ? 'inline' : 'external',
    url,
    page: home,
    structureHash: `structure ${body}`,
    shapeHash: `shape ${body.replace(/'[^']*'|\d+/g, '?')}`,
    bytes: 1000,
    initiator: null,
    ...more,
  };
}

/** The known script that a slot became. */
function known(
  id: number,
  slot: SeenSlot,
  key = slot.url === null ? `inline:${id}` : urlTemplate(slot.url),
): KnownScript {
  const { sha256: hash, structureHash, shapeHash } = slot;
  return {
    id,
    key,
    slot: slotClass(slot.kind, slot.url),
    template: slot.url === null ? null : urlTemplate(slot.url),
    versions: [{ sha256: hash, structureHash, shapeHash }],
  };
}

function identify(
  slots: readonly SeenSlot[],
  scripts: readonly KnownScript[] = [],
  more: Partial<IdentityInput> = {},
): IdentityResult {
  return identifyScripts({
    seen: slots,
    known: scripts,
    pages: new Map([[home, scripts.map((script) => script.id)]]),
    patterns: [],
    ...more,
  });
}

describe('identity of scripts with an address', () => {
  const app = seen('app one', 'https://shop.example/app.3f9a2c1b.js');

  it('is one history across content hashes in the name', () => {
    const next = seen('app two', 'https://shop.example/app.77aa01ff.js');
    assert.deepEqual(identify([next], [known(7, app)]).assigned, [7]);
  });

  it('tells chunks that share a template apart by likeness, whatever their order', () => {
    const [one, two] = [
      seen('alpha()', 'https://shop.example/c-1a2b3c4d.js'),
      seen('beta()', 'https://shop.example/c-5e6f7a8b.js'),
    ];
    const moved = [
      seen('beta()', 'https://shop.example/c-99aa88bb.js'),
      seen('alpha()', 'https://shop.example/c-77cc66dd.js'),
    ];
    const scripts = [known(1, one), known(2, two, 'second')];
    assert.deepEqual(identify(moved, scripts).assigned, [2, 1]);
  });

  it('makes an extra member of such a family a new script', () => {
    const one = seen('alpha()', 'https://shop.example/c-1a2b3c4d.js');
    const two = seen('beta()', 'https://shop.example/c-5e6f7a8b.js');
    const evil = seen('gamma()', 'https://shop.example/c-0badc0de1.js');
    const result = identify([one, two, evil], [known(1, one), known(2, two, 'second')]);
    assert.deepEqual(result.assigned, [1, 2, -1]);
  });

  it('follows a file that moved, and learns the folder that changes', () => {
    const before = seen('library', 'https://shop.example/spring/lib.js');
    const after = seen('library', 'https://shop.example/summer/lib.js');
    const result = identify([after], [known(4, before)]);
    assert.deepEqual(result.assigned, [4]);
    assert.deepEqual(result.learned, ['https://shop.example/*/lib.js']);
    const third = seen('library, rewritten', 'https://shop.example/autumn/lib.js');
    const script = { ...known(4, before), key: result.moved[0]!.key, template: result.moved[0]!.template };
    assert.deepEqual(identify([third], [script], { patterns: result.learned }).assigned, [4]);
  });

  it('does not call a second copy a move', () => {
    const copy = seen('app one', 'https://other.example/copy.js');
    assert.deepEqual(identify([app, copy], [known(1, app)]).assigned, [1, -1]);
  });

  it('does not call it a move when the page of the old file was not reached', () => {
    const after = seen('app one', 'https://shop.example/elsewhere/bundle.js');
    assert.deepEqual(identify([after], [known(1, app)], { pages: new Map() }).assigned, [-1]);
  });
});

describe('identity of inline scripts', () => {
  it('is the same snippet on every page', () => {
    const result = identify([seen('ga()'), seen('ga()', null, { page: `${home}cart` })]);
    assert.deepEqual(result.assigned, [-1, -1]);
  });

  it('sees past a token that each request gets', () => {
    assert.deepEqual(identify([seen("token = 'b2'")], [known(3, seen("token = 'a1'"))]).assigned, [3]);
  });

  it('gives a rewritten script between two that stayed its old place', () => {
    const scripts = [known(1, seen('a()')), known(2, seen('b()')), known(3, seen('c()'))];
    assert.deepEqual(identify([seen('a()'), seen('changed()'), seen('c()')], scripts).assigned, [1, 2, 3]);
  });

  it('makes what was put between two that stayed a new script', () => {
    const scripts = [known(1, seen('a()')), known(2, seen('b()'))];
    assert.deepEqual(identify([seen('a()'), seen('skim()'), seen('b()')], scripts).assigned, [1, -1, 2]);
  });

  it('finds all slots of unknown content one script per shape', () => {
    const result = identify([seen("x('1')"), seen("x('2')"), seen('y()')]);
    assert.deepEqual(result.assigned, [-1, -1, -2]);
    assert.equal(new Set(result.created.map((script) => script.key)).size, 2);
  });
});

describe('identity', () => {
  it('never gives two scripts one key', () => {
    const old = known(1, seen('old()'), 'inline:shape new()'.slice(0, 23));
    const result = identify([seen('new()')], [old], { pages: new Map() });
    assert.notEqual(result.created[0]?.key, old.key);
  });

  it('keeps code made by scripts apart from code of the document', () => {
    const result = identify([seen('run()', null, { kind: 'eval' })], [known(1, seen('run()'))]);
    assert.deepEqual(result.assigned, [-1]);
  });
});
