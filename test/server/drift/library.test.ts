import assert from 'node:assert/strict';
import { detectLibrary } from '../../../server/drift/index.ts';

const known: [string | null, string, string][] = [
  [null, '/*! jQuery v3.7.1 | (c) OpenJS Foundation and other contributors */!function(){}', 'jquery 3.7.1'],
  [null, '/*!\n * Bootstrap v5.3.2 (https://getbootstrap.com/)\n */', 'bootstrap 5.3.2'],
  [null, '/*! Swiper 11.0.5 */', 'swiper 11.0.5'],
  ['https://cdn.example/npm/vue@3.4.0/dist/vue.global.js', '', 'vue 3.4.0'],
  ['https://cdn.example/npm/@scope/kit@1.2.3/kit.js', '', '@scope/kit 1.2.3'],
  ['https://cdn.example/ajax/libs/moment.js/2.29.4/moment.min.js', '', 'moment 2.29.4'],
  ['https://shop.example/js/jquery-3.6.0.min.js?v=1', '', 'jquery 3.6.0'],
];

describe('library names', () => {
  for (const [url, text, expected] of known)
    it(`finds ${expected} in ${url ?? text.slice(0, 30)}`, () => {
      const library = detectLibrary(url, text);
      assert.equal(library && `${library.name} ${library.version}`, expected);
    });

  it('finds none where none is named', () => {
    assert.equal(detectLibrary('https://shop.example/app.js', 'var version = "1.2.3";'), null);
  });
});
