import { isSameSite } from '../../../core/egress/index.ts';
import type { Verdict } from '../../../core/schema/index.ts';
import type { VersionOfPeriod } from '../../store/index.ts';
import type { PolicyFacts } from './facts.ts';

/** A script as a policy looks at it. */
export interface PolicyScript {
  id: number;
  label: string;
  url: string | null;
  kinds: ReadonlySet<string>;
  pages: number;
  /** The page's own markup asks for it; otherwise another script does. */
  isInMarkup: boolean;
  isThirdParty: boolean;
  /** The worst of its versions. */
  verdict: Verdict | null;
  /** Bodies that the latest visits show. */
  present: readonly { versionId: number; sha256: string; crawls: number }[];
  /** Distinct bodies in the crawls looked at. */
  versions: number;
}

const badness: Record<Verdict, number> = { benign: 0, unanalysed: 1, suspicious: 2, malicious: 3 };

/** The scripts that the site's own frames showed, most of all those still there. Pure. */
export function scriptsOf(facts: PolicyFacts): PolicyScript[] {
  const pages = new Map(facts.pages.map((page) => [page.pageId, page]));
  const own = facts.versions.filter((version) => !isForeign(version, facts));
  return [...Map.groupBy(own, (version) => version.scriptId)].map(([id, rows]) => {
    const { url, label } = facts.scripts.get(id)!;
    const open = rows.filter((row) => row.toVisit === pages.get(row.pageId)!.visits.at(-1)?.ordinal);
    const host = url === null ? undefined : URL.parse(url)?.hostname;
    const versions = new Map(open.map(({ versionId, sha256 }) => [versionId, sha256]));
    return {
      id,
      label: url ?? label,
      url,
      kinds: new Set(rows.map((row) => row.kind)),
      pages: new Set(rows.map((row) => row.pageId)).size,
      isInMarkup: rows.some((row) => row.isInMarkup),
      isThirdParty: host !== undefined && !facts.ownHosts.some((own) => isSameSite(own, host)),
      verdict: rows.reduce<Verdict | null>(
        (worst, { verdict }) =>
          verdict !== null && (worst === null || badness[verdict] > badness[worst]) ? verdict : worst,
        null,
      ),
      present: [...versions].map(([versionId, sha256]) => ({
        versionId,
        sha256,
        crawls: facts.seen.get(`${id} ${versionId}`) ?? 0,
      })),
      versions: new Set(rows.map((row) => row.versionId)).size,
    };
  });
}

/** A frame of another site has a policy of its own. */
function isForeign({ frame }: VersionOfPeriod, { ownHosts }: PolicyFacts): boolean {
  const host = frame === null ? undefined : URL.parse(frame)?.hostname;
  return host !== undefined && host !== '' && !ownHosts.some((own) => isSameSite(own, host));
}

/** A body differs so often that no hash can name it. */
export function isRotating(script: PolicyScript, crawls: number): boolean {
  return script.present.length > 3 || (script.versions > 1 && script.versions >= Math.max(2, crawls));
}

/** SHA-256 in hexadecimal as policies and integrity attributes write it. */
export function hashSource(sha256: string): string {
  return `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`;
}
