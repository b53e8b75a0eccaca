import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  documentCode,
  documentForms,
  documentLinks,
  javascriptUrlSource,
  type SnapshotDocument,
} from '../../../crawler/documents/index.ts';

type Element = [name: string, attributes: Record<string, string>, text?: string, parent?: number];

function page(...elements: Element[]): SnapshotDocument {
  return {
    frameId: 'F',
    url: 'https://shop.example/pay?x',
    baseUrl: 'https://shop.example/base/',
    title: '',
    elements: elements.map(([name, attributes, text = '', parent = -1]) => ({
      name,
      attributes: new Map(Object.entries(attributes)),
      text,
      parent,
    })),
  };
}

describe('documentCode', () => {
  it('finds handlers, javascript: targets and script elements, and no data blocks', () => {
    const found = documentCode(
      page(
        ['DIV', { onclick: 'a()', title: 'no' }],
        ['A', { href: ' jav\tascript:b()' }],
        ['FORM', { action: 'javascript:c()' }],
        ['SCRIPT', {}, 'd()'],
        ['SCRIPT', { type: 'module' }, 'e()'],
        ['SCRIPT', { type: 'application/ld+json' }, '{}'],
        ['SCRIPT', { src: '/x.js' }, 'ignored'],
        ['script', { type: 'text/ecmascript' }, 'f()'],
      ),
    );
    assert.deepEqual(
      found.map(({ kind, source }) => [kind, source]),
      [
        ['handler', 'a()'],
        ['javascript-url', 'b()'],
        ['javascript-url', 'c()'],
        ['element', 'd()'],
        ['element', 'e()'],
        ['element', 'f()'],
      ],
    );
  });
});

describe('javascriptUrlSource', () => {
  it('decodes as the browser does, and bytes that are no UTF-8 too', () => {
    assert.equal(javascriptUrlSource("javascript:alert('%C3%A9%25 \u00e9')"), "alert('\u00e9% \u00e9')");
    assert.equal(javascriptUrlSource('javascript:%ff'), '\ufffd');
    assert.equal(javascriptUrlSource('https://x.example/'), null);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        javascriptUrlSource(text);
        assert.equal(typeof javascriptUrlSource(`javascript:${text}`), 'string');
      }),
    );
  });
});

describe('documentForms', () => {
  it('gathers fields by form, by form attribute, and those outside any', () => {
    const [form, stray] = documentForms(
      page(
        ['FORM', { id: 'f', action: 'send', method: 'POST' }],
        ['P', {}, '', 0],
        ['INPUT', { name: 'card', autocomplete: 'cc-number' }, '', 1],
        ['SELECT', { name: 'month', form: 'f' }],
        ['TEXTAREA', { id: 'note' }],
      ),
    );
    assert.deepEqual([form?.action, form?.method, form?.id], ['https://shop.example/base/send', 'post', 'f']);
    assert.deepEqual(form?.fields, [
      { tag: 'input', type: 'text', name: 'card', autocomplete: 'cc-number' },
      { tag: 'select', type: 'select', name: 'month' },
    ]);
    assert.deepEqual(
      [stray?.method, stray?.action, stray?.fields[0]?.id],
      ['none', 'https://shop.example/pay?x', 'note'],
    );
  });

  it('posts to the document itself when the action is empty', () => {
    assert.equal(documentForms(page(['FORM', { action: '' }]))[0]?.action, 'https://shop.example/pay?x');
  });
});

describe('documentLinks', () => {
  it('gives absolute web links once, without fragments and downloads', () => {
    const links = documentLinks(
      page(
        ['A', { href: 'a#x' }],
        ['A', { href: 'a#y' }],
        ['A', { href: 'mailto:x@shop.example' }],
        ['A', { href: '/f', download: '' }],
        ['AREA', { href: 'https://other.example/' }],
        ['A', {}],
        ['A', { href: 'http://[' }],
      ),
    );
    assert.deepEqual(links, ['https://shop.example/base/a', 'https://other.example/']);
  });
});
