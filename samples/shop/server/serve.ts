import { filesOf, type Release } from '../releases.ts';
import type { Skimmer } from '../skimmers.ts';
import { Baskets } from './baskets.ts';
import { shopHosts, withPort } from './hosts.ts';
import type { Reply, ShopQuery } from './reply.ts';
import { shopRoutes } from './shop-routes.ts';
import type { StaticFile } from './static-files.ts';
import { tagContainer } from './tags.ts';
import { collector, thirdParty } from './third-parties.ts';

/**
 * Answers a request for any of the virtual hosts; `port` is only known once the server listens.
 * @param published files of release 0
 * @param releases those in force, oldest first
 */
export function createSite(
  published: ReadonlyMap<string, StaticFile>,
  skimmers: readonly Skimmer[],
  releases: readonly Release[] = [],
): (query: ShopQuery, port: number) => Reply {
  const baskets = new Baskets();
  const files = filesOf(published, releases);
  const names = renaming(releases);
  const tags = releases.flatMap((release) => release.tags ?? []);
  const answers = releases.flatMap((release) => release.answers?.() ?? []);
  const collectors = new Set([...releases.flatMap((release) => release.collectors ?? [])]);

  return (query, port) => {
    const reply = route(query, port);
    return typeof reply.body === 'string'
      ? { ...reply, body: withPort(names.inText(reply.body), port) }
      : reply;
  };

  function route(query: ShopQuery, port: number): Reply {
    const { host, url } = query;
    const script = scriptAt(host, names.original(host + url.pathname).slice(host.length));
    if (script !== undefined && query.method === 'GET') return script;
    if (host === shopHosts.shop)
      return answers.reduce(
        (reply, answer) => answer(reply, query),
        shopRoutes(query, { baskets, skimmers, port }),
      );
    const collecting = skimmers.find(({ meta }) => meta.sendsTo === host);
    if (collecting) return ofCollector(collecting, query, port);
    if (collectors.has(host)) return collector(query);
    // Whoever types the bare address meant the shop; any other name is not ours to answer for.
    if (host === 'localhost' || host === '127.0.0.1') {
      return { status: 307, headers: { location: `http://${shopHosts.shop}:${port}${url.pathname}` } };
    }
    return thirdParty(query) ?? { status: 421, type: 'text/plain', body: 'Unknown host\n' };
  }

  function scriptAt(host: string, path: string): Reply | undefined {
    const file = files.get(host + path);
    const tag = skimmers.find(
      ({ meta: { delivery: d } }) => d.kind === 'tag' && d.host === host && d.path === path,
    );
    if (tag) return { status: 200, type: 'text/javascript; charset=utf-8', body: tag.code };
    if (!file) return undefined;
    if (host === shopHosts.tagManager && path === '/th.js') {
      return { status: 200, type: file.type, body: tagContainer(file.text, skimmers, tags) };
    }
    const appended = skimmers
      .filter(({ meta: { delivery: d } }) => d.kind === 'append' && d.host === host && d.path === path)
      .map((skimmer) => skimmer.code);
    return { status: 200, type: file.type, body: [file.text, ...appended].join('\n') };
  }
}

/** What a skimmer's own host answers: what it serves, and to everything else nothing or a pixel. */
function ofCollector({ meta }: Skimmer, query: ShopQuery, port: number): Reply {
  const entry = meta.serves.find(({ path }) => path === query.url.pathname);
  if (entry?.redirect !== undefined)
    return { status: 307, headers: { location: withPort(entry.redirect, port) } };
  if (entry && query.method === 'GET')
    return { status: 200, type: entry.type ?? 'text/plain', body: entry.body ?? '' };
  return collector(query);
}

/** Files under new names: what was asked for by its old name again, and texts with the new names in them. */
function renaming(releases: readonly Release[]): {
  original: (file: string) => string;
  inText: (text: string) => string;
} {
  const renames = releases.flatMap((release) => Object.entries(release.renames ?? {}));
  const originals = new Map(renames.map(([old, now]) => [now, old]));
  return {
    original: (file) => originals.get(file) ?? file,
    inText: (text) => renames.reduce((done, [old, now]) => done.replaceAll(pathOf(old), pathOf(now)), text),
  };
}

/** The path of `HOST/PATH`. */
function pathOf(file: string): string {
  return file.slice(file.indexOf('/'));
}
