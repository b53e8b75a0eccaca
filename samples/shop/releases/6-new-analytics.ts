import { shopHosts } from '../server/hosts.ts';
import type { Release } from '../releases.ts';

const pulse = `${shopHosts.tagManager}/custom/TH-4K2M9/pulse.js`;

export default {
  meta: {
    number: 6,
    name: 'new-analytics',
    changes: 'Marketing adds a second analytics vendor in the tag manager; nobody tells the developers.',
    expects: [
      { kind: 'host-added', severity: 'medium', about: 'ingest.pagepulse.localhost' },
      { kind: 'script-added', severity: 'low', about: '/pulse.js', says: ['ingest.pagepulse.localhost'] },
      { kind: 'script-behaviour', severity: 'low', about: 'tags.tagharbor.localhost/th.js' },
    ],
  },
  tags: [{ id: 'pagepulse', type: 'script', src: `https://${pulse}` }],
  collectors: ['ingest.pagepulse.localhost'],
} satisfies Release;
