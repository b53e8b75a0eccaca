import { html } from '../../../core/html/index.ts';
import type { PolicyFacts } from './facts.ts';
import { hashSource, type PolicyScript } from './scripts.ts';
import type { PolicySuggestion } from './schema.ts';

/** In how many crawls a body must have been the same before an attribute fixes it. */
export const steadyCrawls = 3;

/** Integrity attributes for third-party scripts that stayed the same, and why the others get none. Pure. */
export function integrityOf(
  scripts: readonly PolicyScript[],
  { wire }: PolicyFacts,
): Pick<PolicySuggestion, 'integrity' | 'withoutIntegrity'> {
  const integrity: PolicySuggestion['integrity'] = [];
  const withoutIntegrity: PolicySuggestion['withoutIntegrity'] = [];
  for (const script of scripts) {
    if (!script.isThirdParty || script.url === null) continue;
    const { url } = script;
    const why = reasonAgainst(script);
    if (why !== null) {
      withoutIntegrity.push({ url, why });
      continue;
    }
    const body = script.present[0]!;
    const value = hashSource(wire.get(body.versionId) ?? body.sha256);
    const type = script.kinds.has('module') ? html` type="module"` : null;
    integrity.push({
      url,
      integrity: value,
      tag: html`<script${type} src="${url}" integrity="${value}" crossorigin="anonymous"></script>`.source,
      crawls: body.crawls,
    });
  }
  return { integrity, withoutIntegrity };
}

function reasonAgainst({ kinds, isInMarkup, versions, present }: PolicyScript): string | null {
  if (!kinds.has('external') && !kinds.has('module'))
    return `It is a ${[...kinds].join(', ')}: there is no element to put an attribute on.`;
  if (!isInMarkup) return 'Another script loads it: only that script can ask for integrity.';
  if (versions > 1) return 'Its body changed between the crawls looked at.';
  if ((present[0]?.crawls ?? 0) < steadyCrawls)
    return `Fewer than ${steadyCrawls} crawls saw this body; wait.`;
  return null;
}
