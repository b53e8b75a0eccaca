import type { AnyNode } from 'acorn';

/** What kind of page object an expression holds, as far as flow analysis cares. */
export type ThingKind =
  | 'elements'
  | 'created'
  | 'event'
  | 'xhr'
  | 'websocket'
  | 'eventsource'
  | 'rtc'
  | 'worker'
  | 'image'
  | 'form-data'
  | 'storage'
  | 'object';

export interface Thing {
  readonly kind: ThingKind;
  /** Where it is made or looked up. */
  readonly site: AnyNode;
  /** Elements: the selectors, ids and names that look them up. Events: those of the elements that fire them. */
  readonly fields: readonly string[];
  /** Created elements: tag name. Events: event type. */
  readonly name: string;
}

export function thing(kind: ThingKind, site: AnyNode, fields: readonly string[] = [], name = ''): Thing {
  return { kind, site, fields, name };
}

/** Events that tell which keys are pressed or what is typed. */
export const keyEvents = /^(?:on)?(?:key(?:down|up|press)|input|beforeinput|paste|textInput)\b/;

/** Events on which forms are read. */
export const formEvents =
  /^(?:on)?(?:submit|change|blur|focusout|click|mousedown|input|keyup|keydown|keypress|touchstart)\b/;
