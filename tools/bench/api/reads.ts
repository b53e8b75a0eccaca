/** What is asked, and of how many different things: each round asks for the next of them. */
export interface Read {
  name: string;
  /** Path and query for the n-th request. */
  path: (round: number) => string;
}

/** What is needed of the things listed; each kind has some of it. */
interface Item {
  id: string;
  host: string | null;
  label: string;
  sha256: string;
  page: string;
}

interface List {
  items: Item[];
  next: string | null;
}

/** Asks the service for a body; anything but 200 ends the measurement. */
export type Get = (path: string) => Promise<unknown>;

/** Every kind of read that lists and looks up what the history holds, spread over all its sites. */
export async function readsOf(get: Get): Promise<Read[]> {
  const list = async (path: string): Promise<List> => (await get(path)) as List;
  const sites = (await list('/api/v1/sites?limit=1000')).items.map(({ id }) => id);
  const site = (round: number): string => sites[(round * 37) % sites.length]!;
  const some = await Promise.all(
    sites.slice(0, 20).map(async (id) => {
      const first = await list(`/api/v1/scripts?site=${id}`);
      const crawls = await list(`/api/v1/crawls?site=${id}&limit=50`);
      const changes = await list(`/api/v1/changes?site=${id}&limit=50`);
      return { id, ...first, crawls: crawls.items, changes: changes.items };
    }),
  );
  const of = (round: number) => some[(round * 7) % some.length]!;
  const pick = <T>(items: readonly T[], round: number): T => {
    const item = items[(round * 13) % items.length];
    if (item === undefined) throw new Error('the store holds too little to measure');
    return item;
  };
  const script = (round: number): Item => pick(of(round).items, round);
  const pages = await Promise.all(
    some.map(async ({ id, items }) => ({
      id,
      page: (await list(`/api/v1/scripts/${items[0]!.id}/places`)).items[0]?.page ?? '',
    })),
  );
  const read = (name: string, path: Read['path']): Read => ({
    name,
    path: (round) => `/api/v1${path(round)}`,
  });
  return [
    read('sites', () => '/sites'),
    read('one site', (n) => `/sites/${site(n)}`),
    read('scripts of a site, 100 of 2,000', (n) => `/scripts?site=${site(n)}`),
    read('scripts, next page', (n) => `/scripts?site=${of(n).id}&cursor=${of(n).next ?? ''}`),
    read('scripts, by verdict', (n) => `/scripts?site=${site(n)}&verdict=suspicious,malicious`),
    read('scripts, by host', (n) => `/scripts?site=${of(n).id}&host=${script(n).host ?? ''}`),
    read('scripts, by status', (n) => `/scripts?site=${site(n)}&status=inactive`),
    read('scripts, by page', (n) => {
      const { id, page } = pages[n % pages.length]!;
      return `/scripts?site=${id}&page=${encodeURIComponent(page)}`;
    }),
    read('scripts, since a crawl', (n) => `/scripts?site=${of(n).id}&since=${pick(of(n).crawls, n).id}`),
    read(
      'scripts, by words',
      (n) => `/scripts?site=${site(n)}&search=${encodeURIComponent(script(n).label.slice(-8))}`,
    ),
    read('scripts, newest', (n) => `/scripts?site=${site(n)}&sort=newest`),
    read('scripts of all sites', () => '/scripts'),
    read('one script', (n) => `/scripts/${script(n).id}`),
    read('versions of a script', (n) => `/scripts/${script(n).id}/versions`),
    read('places of a script', (n) => `/scripts/${script(n).id}/places`),
    read('one version, its analysis', (n) => `/scripts/${script(n).id}/versions/${script(n).sha256}`),
    read('changes of a site', (n) => `/changes?site=${site(n)}`),
    read('changes since a crawl', (n) => `/changes?site=${of(n).id}&since=${pick(of(n).crawls, n).id}`),
    read('changes from medium up', (n) => `/changes?site=${site(n)}&severity=medium`),
    read('changes of all sites', () => '/changes'),
    read('changes of all sites, worst', () => '/changes?sort=worst'),
    read('one change', (n) => `/changes/${pick(of(n).changes, n).id}`),
    read('crawls of a site', (n) => `/crawls?site=${site(n)}`),
    read('one crawl', (n) => `/crawls/${pick(of(n).crawls, n).id}`),
    read('approvals', () => '/approvals'),
  ];
}
