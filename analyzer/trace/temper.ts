import { severities, type Evidence } from '../../core/schema/index.ts';
import { signMeanings, type Sign } from '../static/evidence/signs.ts';
import { classOfField, type Signals } from './signals.ts';

/** What is grave by itself may be less so beside what else is known of the script. */
export function tempered(evidence: readonly Evidence[], spared: readonly string[]): readonly Evidence[] {
  return withoutCards(amongHidden(evidence), spared);
}

/** Reasons by which all of a script is hidden, and not its destination alone. */
const hidingAll = new Set(['string-array-decoder', 'names-in-pieces', 'hidden-code']);

/** Where obfuscators hid every word, that the host is among them says little: honest code goes through them, too. */
function amongHidden(evidence: readonly Evidence[]): readonly Evidence[] {
  if (!evidence.some(({ rule, severity }) => hidingAll.has(rule) && severity !== 'info')) return evidence;
  return evidence.map((one) =>
    one.rule === 'hidden-destination' && one.severity === 'high' ? { ...one, severity: 'medium' } : one,
  );
}

const ofInputs = new Set(['form-harvest-to-host', 'card-data-to-websocket', 'card-data-in-image-url']);
const secret: readonly Sign[] = [
  'hidden-address',
  'imitated-host',
  'disguised-address',
  'gated',
  'many-shops',
];

/**
 * Recorders of sessions take every input, and the honest ones mask the cards among them; others look at all inputs for one of an
 * address. In the source they look like who takes all; the run tells: something typed arrived, and nothing of the card, be it that it
 * was not read, or that nothing that left changes with it.
 */
export function withoutCards(evidence: readonly Evidence[], spared: readonly string[]): readonly Evidence[] {
  if (spared.length === 0) return evidence;
  return evidence.map((one) =>
    one.host !== undefined &&
    spared.includes(one.host) &&
    ofInputs.has(one.rule) &&
    !secret.some((sign) => one.message.includes(signMeanings[sign])) &&
    severities.indexOf(one.severity) > severities.indexOf('low')
      ? { ...one, severity: 'low', message: `${one.message}; when run, it left out what card fields hold` }
      : one,
  );
}

/** Hosts to which something went that was typed, and nothing of a card or a password. */
export function sparedHosts({ summary, trace, requests }: Signals): string[] {
  const classes = new Set(summary.flows.map(({ field }) => classOfField(field)));
  if (classes.has('payment') || classes.has('password') || trace.outcome !== 'completed') return [];
  const hosts = new Set(summary.flows.filter(({ proof }) => proof === 'canary').map(({ host }) => host));
  const isRead = summary.fields.some((field) => /^(?:payment|password)$/.test(classOfField(field)));
  const compared = new Set(trace.byCard.independent);
  for (const request of isRead ? requests : [])
    if (hosts.has(request.host) && !compared.has(trace.events.indexOf(request))) hosts.delete(request.host);
  return [...hosts];
}
