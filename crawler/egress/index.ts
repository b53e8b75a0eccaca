export type { Dial } from './dial.ts';
export { EgressError, type EgressFailure } from './egress-error.ts';
export { hopByHopHeaders } from './headers.ts';
export {
  accountsHost,
  greetingHost,
  startEgress,
  type Contact,
  type Egress,
  type EgressOptions,
} from './proxy.ts';
