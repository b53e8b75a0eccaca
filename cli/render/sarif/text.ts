import { escapeForTerminal } from '../../../core/encoding/index.ts';
import type { Evidence } from '../../../core/schema/index.ts';
import { defangText } from '../../../core/encoding/index.ts';
import type { SarifMessage } from './types.ts';

/**
 * A message made of text from outside. SARIF reads `[text](target)` as a link and `{0}` as a placeholder: neither may come
 * from a script. See SARIF 2.1.0, 3.11.5 and 3.11.6.
 */
export function message(text: string): SarifMessage {
  const safe = escapeForTerminal(text)
    .replaceAll('](', '] (')
    .replaceAll(/\{(\d+)\}/g, '{{$1}}');
  return { text: safe === '' ? '(empty)' : safe };
}

/** What a reason says, with hosts that nobody clicks by accident; the exact host stands in the properties. */
export function reasonMessage(text: string, reason: Pick<Evidence, 'host'>): SarifMessage {
  return message(defangText(text, [reason.host]));
}
