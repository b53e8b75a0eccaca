export type { Dial } from './dial.ts';
export { EgressError, type EgressFailure } from './egress-error.ts';
export { hopByHopHeaders } from './headers.ts';
export { greetingHost, startEgress, type Egress, type EgressOptions } from './proxy.ts';
