import { isSameSite } from '../../../core/egress/index.ts';
import { added, listed, type ChangeDraft, type ChangeRule } from '../draft.ts';
import { isPaymentField } from '../payment.ts';
import type { Aggravation } from '../severity.ts';
import type { ScriptState, SiteState } from '../state.ts';
import { behaviourOf, evidenceOf, siteHosts, summaryOf, worstVerdict } from '../summary.ts';

/** Scripts that the site did not have before. */
export const scriptAdded: ChangeRule = (before, after) => {
  const knownHosts = siteHosts(before);
  return added(before.scripts, after.scripts, (script) => script.id).map((script) => {
    const behaviour = behaviourOf(script);
    const payment = behaviour.fields.filter(isPaymentField);
    const newHosts = behaviour.hosts.filter((host) => !knownHosts.has(host) && !isOwn(host, after));
    const isForeign = script.host !== null && !knownHosts.has(script.host) && !isOwn(script.host, after);
    const reasons: Aggravation[] = [];
    if (isForeign) reasons.push('unknown-script-host');
    if (behaviour.fields.length > 0) reasons.push('reads-fields');
    if (payment.length > 0) reasons.push('reads-payment-fields');
    if (payment.length > 0 && (newHosts.length > 0 || isForeign)) reasons.push('payment-to-new-host');
    if (worstVerdict(script) === 'malicious') reasons.push('malicious');
    const doing = [
      payment.length > 0 && `reads payment fields (${listed(payment)})`,
      payment.length === 0 &&
        behaviour.fields.length > 0 &&
        `reads form fields (${listed(behaviour.fields)})`,
      newHosts.length > 0 && `names hosts this site did not contact before (${listed(newHosts)})`,
      isForeign && `comes from a host this site did not use before (${script.host})`,
    ].filter((part) => part !== false);
    return {
      kind: 'script-added',
      subject: { type: 'script', id: script.id, url: script.url },
      message: `New script ${script.label} on ${pagesOf(script)}${doing.length > 0 ? `: it ${listed(doing)}` : ', without form reading or unknown hosts'}.`,
      before: null,
      after: summaryOf(script),
      reasons,
      evidence: evidenceOf(script),
    } satisfies ChangeDraft;
  });
};

/** Scripts that none of the pages shows any more. */
export const scriptRemoved: ChangeRule = (before, after) =>
  added(after.scripts, before.scripts, (script) => script.id).map((script) => ({
    kind: 'script-removed',
    subject: { type: 'script', id: script.id, url: script.url },
    message: `Script ${script.label} is gone from every page that was reached.`,
    before: summaryOf(script),
    after: null,
  }));

function isOwn(host: string, state: SiteState): boolean {
  return state.ownHosts.some((own) => isSameSite(own, host));
}

function pagesOf(script: ScriptState): string {
  return script.pages.length === 1 ? '1 page' : `${script.pages.length} pages`;
}
