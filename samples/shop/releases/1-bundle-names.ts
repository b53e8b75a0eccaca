import type { Release } from '../releases.ts';

const assets = 'larchandloom.localhost/assets';
const stamp =
  (build: string) =>
  (text: string): string =>
    `/* build ${build} */\n${text}`;

export default {
  meta: {
    number: 1,
    name: 'bundle-names',
    changes:
      'The shop is built again: its bundles get new hashes in their names and a new stamp in a comment.',
    expects: [
      { kind: 'script-cosmetic', severity: 'info', about: '/assets/app.' },
      { kind: 'script-cosmetic', severity: 'info', about: '/assets/checkout.' },
    ],
  },
  renames: {
    [`${assets}/app.4f1c9a2b.js`]: `${assets}/app.9d3e07f1.js`,
    [`${assets}/checkout.7be21d0c.js`]: `${assets}/checkout.c40a95be.js`,
  },
  edits: {
    [`${assets}/app.4f1c9a2b.js`]: stamp('1482'),
    [`${assets}/checkout.7be21d0c.js`]: stamp('1482'),
  },
} satisfies Release;
