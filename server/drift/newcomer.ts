import { isSameSite } from '../../core/egress/index.ts';
import { listed } from './draft.ts';
import { isPaymentField } from './payment.ts';
import type { Aggravation } from './severity.ts';
import type { ScriptState, SiteState } from './state.ts';
import { behaviourOf, siteHosts } from './summary.ts';

/** What stands out in a script that the site did not have before. */
export interface Newcomer {
  /** `3 pages`. */
  where: string;
  /** What follows `it …` in a sentence; empty when nothing stands out. */
  doing: string;
  reasons: Aggravation[];
}

/** Says of new scripts what they read, and which hosts they bring along. Pure. */
export function newcomers(before: SiteState, after: SiteState): (script: ScriptState) => Newcomer {
  const knownHosts = siteHosts(before);
  const isNewHost = (host: string): boolean => !knownHosts.has(host) && !isOwn(host, after);
  return (script) => {
    const { fields, hosts } = behaviourOf(script);
    const payment = fields.filter(isPaymentField);
    const newHosts = hosts.filter(isNewHost);
    const isForeign = script.host !== null && isNewHost(script.host);
    const reasons: Aggravation[] = [];
    if (isForeign) reasons.push('unknown-script-host');
    if (fields.length > 0) reasons.push('reads-fields');
    if (payment.length > 0) reasons.push('reads-payment-fields');
    if (payment.length > 0 && (newHosts.length > 0 || isForeign)) reasons.push('payment-to-new-host');
    const doing = [
      payment.length > 0 && `reads payment fields (${listed(payment)})`,
      payment.length === 0 && fields.length > 0 && `reads form fields (${listed(fields)})`,
      newHosts.length > 0 && `names hosts this site did not contact before (${listed(newHosts)})`,
      isForeign && `comes from a host this site did not use before (${script.host})`,
    ].filter((part) => part !== false);
    const where = script.pages.length === 1 ? '1 page' : `${script.pages.length} pages`;
    return { where, doing: listed(doing), reasons };
  };
}

function isOwn(host: string, state: SiteState): boolean {
  return state.ownHosts.some((own) => isSameSite(own, host));
}
