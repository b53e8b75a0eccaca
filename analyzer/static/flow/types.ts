import type { AnyNode } from 'acorn';
import type { Behaviour, Evidence } from '../../../core/schema/index.ts';
import type { FieldTopic } from './selectors.ts';

/** Kinds of data worth following. */
export type SourceKind =
  'field' | 'form' | 'keys' | 'request' | 'cookie' | 'storage' | 'clipboard' | 'wallet';

/** Where data is read. */
export interface Source {
  readonly kind: SourceKind;
  readonly node: AnyNode;
  /** Fields read, as in `behaviour.fields`; empty for cookies, storage and values of unknown elements. */
  readonly fields: readonly string[];
  readonly topic: FieldTopic | 'none';
}

/** Closed list of ways out; docs/reference/behaviour.md says what each stands for. */
export const sinkNames = [
  'beacon',
  'css',
  'dns-prefetch',
  'eventsource',
  'fetch',
  'form',
  'iframe',
  'image',
  'import',
  'jquery-ajax',
  'link',
  'navigation',
  'object',
  'post-message',
  'rtc',
  'script',
  'websocket',
  'window-open',
  'worker',
  'xhr',
] as const;

export type SinkName = (typeof sinkNames)[number];

/** Where data leaves. */
export interface Sink {
  /** `storage` is no way out but a place where data waits for one; it only occurs in stashes. */
  readonly name: SinkName | 'storage';
  readonly node: AnyNode;
  /** Address expressions, when the script shows them. */
  readonly addresses: readonly AnyNode[];
}

/** Data that reaches a way out. */
export interface Flow {
  readonly sources: readonly Source[];
  /** What happens on the way, such as `base64` or `json`; sorted. */
  readonly transforms: readonly string[];
  readonly sink: Sink;
  /** Exact destination hosts that folding found; empty when the address is not constant. */
  readonly hosts: readonly string[];
  /** Whether every address is a path of the page's own site. */
  readonly sameSite: boolean;
  /** Nodes passed from the first source to the sink, in that order, ends included; at most 12. */
  readonly steps: readonly AnyNode[];
}

export interface FlowResult {
  readonly behaviour: Behaviour;
  readonly flows: readonly Flow[];
  readonly evidence: readonly Evidence[];
  /** Literals that reach dynamic code, a decoder or an address; null when not all can be told. */
  readonly sensitive: readonly string[] | null;
  /** Whether a budget of operations ended the search early. */
  readonly partial: boolean;
}
