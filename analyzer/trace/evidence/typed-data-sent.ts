import type { Severity } from '../../../core/schema/index.ts';
import { phaseInWords } from '../../../core/words/index.ts';
import type { Flow, RequestEvent } from '../../emulator/index.ts';
import { classOfField, isGenuine, isHidden, type FieldClass, type Signals } from '../signals.ts';
import type { Finding, TraceRule } from './rule.ts';
import { everyInput, namesSpelled } from '../named.ts';
import { callOf, disguiseInWords, fieldInWords, listInWords, wayInWords } from './wording.ts';

/** One for each host and class of field: the best proven. */
export const typedDataSent: TraceRule = {
  name: 'typed-data-sent',
  meaning:
    'While the script was run with made-up data, what was typed into the page was on its way to another host.',
  severity: ['low', 'critical'],
  find(signals) {
    const groups = new Map<string, Flow[]>();
    for (const flow of signals.summary.flows) {
      const kind = classOfField(flow.field);
      const request = signals.trace.events[flow.event] as RequestEvent;
      if (kind === 'ambient' || !isGenuine(request)) continue;
      const key = `${kind} ${flow.host}`;
      groups.set(key, [...(groups.get(key) ?? []), flow]);
    }
    return [...groups.values()].slice(0, 8).map((flows) => finding(signals, flows));
  },
};

const proofRank = { canary: 0, dependence: 1, order: 2 } as const;

function finding(signals: Signals, flows: readonly Flow[]): Finding {
  const rank = ({ proof, field }: Flow): number => proofRank[proof] * 2 + (field === 'card-number' ? 0 : 1);
  const [flow] = [...flows].sort((one, other) => rank(one) - rank(other));
  const { field, host, transport, proof } = flow!;
  const request = signals.trace.events[flow!.event] as RequestEvent;
  const names = [...new Set(flows.map((one) => fieldInWords(one.field)))];
  const what = listInWords(names);
  const was = names.length > 1 ? 'were' : 'was';
  const way = `${wayInWords(transport)}${disguiseInWords(flow!)}`;
  const said = {
    canary: `The typed ${what} ${was} seen on ${names.length > 1 ? 'their' : 'its'} way to ${host}, ${way}`,
    dependence: `What is sent to ${host} ${way}${way.includes(',') ? ',' : ''} changes with the typed ${what}`,
    order: `After the typed ${what} ${was} read and enciphered, a request went to ${host}, ${way}`,
  };
  return {
    severity: severityOf(signals, flow!, classOfField(field)),
    message: `${said[proof]} (emulated).`,
    clues: [host, ...fieldClues(signals), callOf[transport]],
    field: fieldName(signals, field),
    host,
    steps: [
      isCaught(signals, flow!)
        ? `The page's own request holds the typed ${what}, and passes through the script's ${signals.summary.hooks.join(', ')}`
        : `The typed ${what} ${names.length > 1 ? 'are' : 'is'} read`,
      ...(flow!.chain.length > 0
        ? [`${names.length > 1 ? 'They are' : 'It is'} turned into ${flow!.chain.join(', then ')}`]
        : []),
      `${request.method} ${request.url.slice(0, 160)} ${phaseInWords(request.phase)}`,
    ],
  };
}

/** Whether the data came from a request of the page that passed through what the script replaced. */
export function isCaught({ trace }: Signals, { event, field }: Flow): boolean {
  const before = trace.events.slice(0, event + 1);
  return (
    before.some(({ kind }) => kind === 'shop-request') &&
    (before.at(-1)?.phase === 'shop' || !before.some((one) => one.kind === 'read' && one.field === field))
  );
}

function severityOf(signals: Signals, { proof, host, chain, event }: Flow, kind: FieldClass): Severity {
  const hidden = isHidden(signals, host);
  if (kind === 'payment') return proof === 'order' ? 'high' : 'critical';
  // Whether a password was ever made public is asked by its digest.
  if (kind === 'password' && !hidden && chain.includes('digest')) return 'low';
  if (kind === 'password') return proof === 'canary' || hidden ? 'high' : 'medium';
  // Who reads cards and sends the rest to a host that it hides sends the cards as well, somehow; unless all is packed, and it is
  // seen not to.
  const isSeen =
    signals.trace.byCard.independent.includes(event) && signals.code.some(({ text }) => text.includes(host));
  if (hidden && !isSeen && signals.summary.fields.some((field) => classOfField(field) === 'payment'))
    return 'high';
  return hidden ? 'medium' : 'low';
}

/** The name of a field of that kind that the script read, when the script knows it by name. */
function fieldName(signals: Signals, field: string): string {
  const isSpelled = namesSpelled(signals);
  const names = signals.trace.events.flatMap((event) =>
    event.kind === 'read' && event.field === field && 'name' in event ? [event.name] : [],
  );
  if (names.length === 0) return field;
  return names.find(isSpelled) ?? everyInput;
}

function fieldClues({ summary, text }: Signals): string[] {
  return summary.fieldNames
    .map((name) => name.replace(/^#|^input\[name=|["'\]]/g, ''))
    .filter((name) => name.length > 3 && text.includes(name))
    .slice(0, 1);
}
