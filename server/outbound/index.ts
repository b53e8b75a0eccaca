/** Requests to addresses that somebody else chose: webhooks, uploads by URL, threat feeds. */
export { OutboundError, type OutboundFailure } from './outbound-error.ts';
export { request, type OutboundAnswer, type OutboundOptions } from './request.ts';
export {
  checkHost,
  checkTarget,
  parseTarget,
  type OutboundRules,
  type Resolve,
  type Target,
} from './target.ts';
