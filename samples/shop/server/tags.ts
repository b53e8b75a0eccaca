import type { Skimmer } from '../skimmers.ts';
import { shopHosts } from './hosts.ts';

/** One entry of the tag manager's container. */
export interface Tag {
  id: string;
  type: 'script' | 'pixel';
  src: string;
  /** Pages it fires on, as a regular expression on the path. */
  on?: string;
  /** Consent it waits for; without one it fires at once. */
  needs?: 'analytics' | 'marketing';
}

const honestTags: readonly Tag[] = [
  { id: 'clearpath', type: 'script', src: `https://${shopHosts.analytics}/cp.js?p=LL-118` },
  { id: 'chatnook', type: 'script', src: `https://${shopHosts.chat}/loader.js`, on: '^/(?!checkout)' },
  { id: 'cp-pixel', type: 'pixel', src: `https://${shopHosts.analytics}/e?ev=view`, needs: 'marketing' },
];

/** The tag manager's script as sent: the customer's container, then the engine that runs it. */
export function tagContainer(
  engine: string,
  skimmers: readonly Skimmer[],
  released: readonly Tag[] = [],
): string {
  const added = skimmers.flatMap(({ meta: { delivery } }): Tag[] =>
    delivery.kind === 'tag'
      ? [
          {
            id: delivery.id,
            type: 'script',
            src: `https://${delivery.host}${delivery.path}`,
            on: delivery.pages,
          },
        ]
      : [],
  );
  const version = 31 + released.length;
  const container = { id: 'TH-4K2M9', version, tags: [...honestTags, ...released, ...added] };
  return `/* TagHarbor container TH-4K2M9 v${version} */\nvar thContainer=${JSON.stringify(container)};\n${engine}`;
}
