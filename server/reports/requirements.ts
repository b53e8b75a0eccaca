import type { Requirement, SiteReport } from '../../core/schema/index.ts';
import { weekHours } from './gaps.ts';

/** What the requirements are judged from. */
export type Evidence = Pick<
  SiteReport,
  'summary' | 'scripts' | 'pages' | 'changes' | 'alerts' | 'cadence' | 'coverage' | 'findings'
>;

type Rule = (evidence: Evidence) => Requirement;

const standard = 'PCI DSS 4.0.1';

/**
 * What the evidence of a period shows for each part of PCI DSS 6.4.3 and 11.6.1, and where it has gaps. It supports an
 * assessment and is none: scope, and whether a requirement is in place, are the assessor's to decide. Pure.
 */
export function requirementsOf(evidence: Evidence): Requirement[] {
  return rules.map((rule) => rule(evidence));
}

const inventory: Rule = ({ scripts, pages }) => {
  const inScope = inScopeOf(scripts);
  const unjustified = inScope.filter(({ approval }) => !approval?.justification && !approval?.purpose);
  return judge({
    number: '6.4.3',
    title: 'Inventory and justification',
    asks: 'An inventory of all payment page scripts is maintained, with written business or technical justification as to why each is necessary.',
    hasEvidence: pages.some(({ isPayment }) => isPayment),
    says: [
      `${many(inScope.length, 'script')} that ran or could run on ${many(paymentCount(pages), 'payment page')} ${inScope.length === 1 ? 'stands' : 'stand'} in the inventory, each with its source, hash and the pages that showed it.`,
      `${many(inScope.length - unjustified.length, 'of them has', 'of them have')} a written purpose or justification.`,
    ],
    gaps:
      unjustified.length > 0
        ? [`${many(unjustified.length, 'script lacks', 'scripts lack')} a written purpose or justification.`]
        : [],
    sections: ['scripts', 'pages'],
  });
};

const authorised: Rule = ({ scripts, pages }) => {
  const inScope = inScopeOf(scripts);
  const of = (state: string): number => inScope.filter((script) => script.approvalState === state).length;
  const rejected = inScope.filter((script) => script.approvalState === 'rejected' && script.isPresent).length;
  return judge({
    number: '6.4.3',
    title: 'Authorisation',
    asks: 'A method is implemented to confirm that each payment page script is authorized.',
    hasEvidence: pages.some(({ isPayment }) => isPayment),
    says: [
      'Decisions are recorded with the person, the time, and an end date where there is one. An approved script that gains behaviour loses its approval.',
      `Approved: ${of('approved')}. Rejected: ${of('rejected')}. Approval expired: ${of('expired')}. Undecided: ${of('undecided')}.`,
    ],
    gaps: [
      ...some(
        of('undecided'),
        'script is not authorised by anybody',
        'scripts are not authorised by anybody',
      ),
      ...some(of('expired'), 'authorisation has expired', 'authorisations have expired'),
      ...some(rejected, 'rejected script was still on a page', 'rejected scripts were still on a page'),
    ],
    sections: ['scripts'],
  });
};

const integrity: Rule = ({ scripts, pages, summary }) => {
  const inScope = inScopeOf(scripts);
  const withAttribute = inScope.filter((script) => script.integrity.attribute === 'all').length;
  const policies = pages.filter((page) => page.isPayment && page.securityHeaders['content-security-policy']);
  const bad = inScope.filter((script) => script.verdict === 'malicious' && !script.isFalsePositive).length;
  return judge({
    number: '6.4.3',
    title: 'Integrity',
    asks: 'A method is implemented to assure the integrity of each payment page script.',
    hasEvidence: pages.some(({ isPayment }) => isPayment) && summary.scripts.total > 0,
    says: [
      'Each crawl takes the source that ran in the browser, compares its SHA-256 and its structure with what was seen before, and judges it.',
      `Subresource Integrity protects ${withAttribute} of ${many(inScope.length, 'script')}; a content security policy was received on ${policies.length} of ${many(paymentCount(pages), 'payment page')}.`,
    ],
    gaps: some(
      bad,
      'script on a payment page was judged malicious',
      'scripts on payment pages were judged malicious',
    ),
    sections: ['scripts', 'findings', 'pages'],
  });
};

const detection: Rule = ({ pages, changes, coverage, findings }) => {
  const kinds = (prefix: string): number =>
    changes.items.filter(({ kind }) => kind.startsWith(prefix)).length;
  const open = changes.items.filter(
    ({ severity, state }) => (severity === 'critical' || severity === 'high') && state === 'open',
  ).length;
  const blocking = coverage.gaps.filter((gap) => gap.blocking).length;
  return judge({
    number: '11.6.1',
    title: 'Change and tamper detection',
    asks: 'A change- and tamper-detection mechanism evaluates the security-impacting HTTP headers and the script contents of payment pages as received by the consumer browser, indicators of compromise, changes, additions and deletions included.',
    hasEvidence: pages.some(({ isPayment, reached }) => isPayment && reached > 0),
    says: [
      'A real browser received the pages; headers and scripts are compared as it received and ran them.',
      `Told in the period: ${many(kinds('script'), 'change')} of scripts, ${many(kinds('header'), 'change')} of security headers, ${many(kinds('form') + kinds('frame'), 'change')} of forms and frames, ${many(findings.scripts.length + findings.leaks.length, 'finding')}.`,
    ],
    gaps: [
      ...some(open, 'high or critical change is undecided', 'high or critical changes are undecided'),
      ...some(blocking, 'kind of gap made crawls incomplete', 'kinds of gaps made crawls incomplete'),
    ],
    sections: ['changes', 'findings', 'pages', 'coverage'],
  });
};

const frequency: Rule = ({ cadence, pages }) => {
  const rare = pages.filter(({ isPayment, longestGapHours }) => isPayment && longestGapHours > weekHours);
  const crawls = cadence.done + cadence.incomplete;
  return judge({
    number: '11.6.1',
    title: 'Frequency',
    asks: 'The mechanism functions at least once every seven days, or as often as a targeted risk analysis says.',
    hasEvidence: crawls > 0,
    says: [
      `${many(crawls, 'crawl')} reached the site${cadence.planned === null ? '' : `; the present schedule came due ${many(cadence.planned, 'time')}`}. Failed: ${cadence.failed}. Missed: ${cadence.missed}.`,
      `The longest time without one was ${duration(cadence.longestGapHours)}.`,
    ],
    gaps: [
      ...cadence.gaps
        .map(
          (gap) =>
            `Nothing was looked at for ${duration(gap.hours)} from ${gap.from.slice(0, 10)} to ${gap.to.slice(0, 10)}.`,
        )
        .slice(0, 5),
      ...some(
        rare.length,
        'payment page was not reached for more than seven days',
        'payment pages were not reached for more than seven days',
      ),
    ],
    sections: ['cadence', 'pages'],
  });
};

const alerting: Rule = ({ alerts, changes }) => {
  const grave = changes.items.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
  const delivered = alerts.filter((alert) =>
    alert.deliveries.some(({ state }) => state === 'delivered'),
  ).length;
  const unseen = alerts.filter(({ acknowledgedBy }) => acknowledgedBy === null).length;
  return judge({
    number: '11.6.1',
    title: 'Alerting',
    asks: 'Personnel are alerted to unauthorized modification.',
    hasEvidence: alerts.length > 0,
    says: [
      `${many(alerts.length, 'alert')} ${alerts.length === 1 ? 'was' : 'were'} raised, ${delivered} delivered, ${alerts.length - unseen} acknowledged by a person.`,
    ],
    gaps: [
      ...(grave > 0 && alerts.length === 0
        ? [
            `${many(grave, 'high or critical change was', 'high or critical changes were')} told and nobody was alerted.`,
          ]
        : []),
      ...some(alerts.length - delivered, 'alert was not delivered', 'alerts were not delivered'),
      ...some(unseen, 'alert is not acknowledged', 'alerts are not acknowledged'),
    ],
    sections: ['alerts', 'changes'],
  });
};

/** In the order of the standard. */
const rules: readonly Rule[] = [authorised, integrity, inventory, detection, alerting, frequency];

/** Scripts of payment pages, those that only a foreign frame (a payment provider's) ran left out. */
function inScopeOf(scripts: Evidence['scripts']): Evidence['scripts'] {
  return scripts.filter((script) => script.onPaymentPages && !script.onlyInForeignFrames);
}

function judge({
  hasEvidence,
  ...rest
}: Omit<Requirement, 'standard' | 'state'> & { hasEvidence: boolean }): Requirement {
  const state = rest.gaps.length > 0 ? 'attention' : hasEvidence ? 'supported' : 'no-evidence';
  return { standard, ...rest, state };
}

function paymentCount(pages: Evidence['pages']): number {
  return pages.filter(({ isPayment }) => isPayment).length;
}

function some(count: number, one: string, more: string): string[] {
  return count > 0 ? [`${many(count, one, more)}.`] : [];
}

function many(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}

function duration(hours: number): string {
  if (hours < 1) return 'less than an hour';
  if (hours < 48) return many(Math.round(hours), 'hour');
  const days = Math.round(hours / 2.4) / 10;
  return `${days} days`;
}
