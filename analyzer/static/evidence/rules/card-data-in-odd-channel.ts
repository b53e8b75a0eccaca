import type { Severity } from '../../../../core/schema/index.ts';
import type { Flow, FlowFacts } from '../../flow/index.ts';
import { toldFields, fieldsOfFlow, flowMessage } from '../flow-message.ts';
import { evidenceAt, type EvidenceRule } from '../rule.ts';

const inAddress = new Set(['image', 'script', 'link', 'css', 'iframe', 'object', 'dns-prefetch']);
const inChannel = new Set(['websocket', 'rtc', 'eventsource']);

function holdsCards(flow: Flow): boolean {
  return flow.sources.some(
    (source) => source.topic === 'payment' || (source.topic === 'every' && source.kind !== 'keys'),
  );
}

function found(
  facts: FlowFacts,
  rule: string,
  sinks: ReadonlySet<string>,
  severity: Severity,
  ofForms: Severity,
) {
  return facts.flows
    .filter((flow) => sinks.has(flow.sink.name) && holdsCards(flow))
    .map((flow) => {
      const fields = fieldsOfFlow(flow);
      const isCard = flow.sources.some((source) => source.topic === 'payment');
      return evidenceAt(facts, {
        rule,
        severity: isCard ? severity : ofForms,
        message: flowMessage(facts, flow, toldFields(fields)),
        node: flow.sink.node,
        field: fields[0],
        host: flow.hosts[0],
      });
    });
}

/** No payment SDK does this: addresses are logged by every server on the way. */
export const cardDataInImageUrl: EvidenceRule = {
  name: 'card-data-in-image-url',
  meaning:
    'What card fields or whole forms hold is put into the address of an image, script, style or frame.',
  severity: ['low', 'critical'],
  // Search boxes and address forms do so on honest sites.
  find: (facts) => found(facts, 'card-data-in-image-url', inAddress, 'critical', 'low'),
};

export const cardDataToWebsocket: EvidenceRule = {
  name: 'card-data-to-websocket',
  meaning: 'What card fields or whole forms hold is sent over WebSocket, WebRTC or an event stream.',
  severity: ['medium', 'high'],
  find: (facts) => found(facts, 'card-data-to-websocket', inChannel, 'high', 'medium'),
};
