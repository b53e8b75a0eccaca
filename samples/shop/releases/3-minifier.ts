import type { Release } from '../releases.ts';

export default {
  meta: {
    number: 3,
    name: 'minifier',
    changes: 'Four vendors change their minifier on the same day: every local name is another one.',
    expects: [
      { kind: 'script-cosmetic', severity: 'info', about: 'stats.clearpath.localhost' },
      { kind: 'script-cosmetic', severity: 'info', about: 'widget.chatnook.localhost' },
      { kind: 'script-cosmetic', severity: 'info', about: 'js.payfold.localhost' },
      { kind: 'script-cosmetic', severity: 'info', about: '/swiftslide/' },
    ],
  },
} satisfies Release;
