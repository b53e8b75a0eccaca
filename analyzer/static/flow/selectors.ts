/** `*` in a set of fields means every input of the page. */
export const everyField = '*';

/** One part of a selector list that stands for inputs in general: `input`, `form input`, `input[type=text]`, `select`. */
const general =
  /^(?:(?:form|body|html|document|\*)?(?:\[type\s*[*^$~|]?=[^\]]*\])?\s*>?\s*)?(?:input|select|textarea|button|checkbox|option|form|:input)?(?:\[type\s*[*^$~|]?=[^\]]*\])?(?::[\w-]+(?:\([^)]*\))?)*$/i;

/** Inputs in which nobody types a card: all of one such kind are not every input. */
const special =
  /\[type\s*=\s*["']?(?:email|search|radio|checkbox|date|time|month|week|file|range|color|url|submit|image|reset)\b/i;

/** The fields that a selector names: parts that select inputs in general become `*`, others stay as written. */
export function fieldsOfSelector(selector: string): string[] {
  const fields = new Set<string>();
  for (const part of splitList(selector).slice(0, 16)) {
    const trimmed = part.trim();
    if (trimmed === '') continue;
    const isGeneral = (general.test(trimmed) && !special.test(trimmed)) || trimmed === '*';
    fields.add(isGeneral ? everyField : trimmed.slice(0, 120));
  }
  return [...fields];
}

/** The same where only the first such element is taken: the first for a telephone is one. */
export function fieldsOfFirst(selector: string): string[] {
  const isPhone = /^(?:\w+\s+)?input\[type\s*=\s*["']?tel["']?\]$/i.test(selector.trim());
  return isPhone ? [selector.trim()] : fieldsOfSelector(selector);
}

/** Splits at commas outside brackets and quotes. */
function splitList(selector: string): string[] {
  if (!selector.includes(',')) return [selector.slice(0, 1000)];
  return selector.slice(0, 1000).match(/(?:\[[^\]]*\]|\([^)]*\)|"[^"]*"|'[^']*'|[^,])+/g) ?? [];
}

const inputWord = /(?:^|[\s>+~(])(?:input|select|textarea)\b|:input\b|\[(?:name|autocomplete)\b/i;

/** Whether a selector speaks of form fields. */
export function selectsInputs(selector: string): boolean {
  return inputWord.test(selector);
}

const words = (source: string): RegExp => new RegExp(source, 'i');

/** Card and account data. Separators in names vary, and words of common shop systems in several languages count. */
const payment = words(
  [
    'card[\\W_]*(?:number|num|no|nr|holder|owner|name|code|exp|cvv|cvc|type|month|year|date)',
    'cc[\\W_]*(?:number|num|no|nr|exp|cid|cvv|cvc|name|csc|owner|month|year|type|code|holder)',
    '(?:^|[\\W_])(?:cvv2?|cvc2?|csc|ccv|ccnum|cvn|iban|pan)(?:$|[\\W_\\d])',
    '(?:cvv|cvc)(?:$|[A-Z_\\W\\d])',
    'credit[\\W_]*card|debit[\\W_]*card|security[\\W_]*code|expir(?:y|ation)',
    'exp[\\W_]*(?:month|year|date|mm|yy)|cc-(?:number|csc|exp|name)',
    'numero_?cartao|codigo_?seguranca|kreditkarte|kartennummer|carte[\\W_]*bancaire|tarjeta',
    '\\[autocomplete[^\\]]*cc-|payment\\[|account[\\W_]*number|routing[\\W_]*number|sort[\\W_]*code',
  ].join('|'),
);

/** Person and login data. */
const personal = words(
  [
    'e-?mail',
    'passw(?:or)?d|passwd|(?:^|[\\W_])(?:pass|pwd|pin|otp|login|username|userid)(?:$|[\\W_])',
    '(?:first|last|full|sur|user|family|given)[\\W_]*name',
    '(?:^|[\\W_])(?:phone|telephone|tel|mobile|street|city|zip|postcode|postal|address|country|region|state|ssn|dob|birth)',
    'billing|shipping',
    'seed[\\W_]*phrase|mnemonic|private[\\W_]*key',
  ].join('|'),
);

export type FieldTopic = 'payment' | 'personal' | 'every' | 'other';

/** What a field's name says it holds. */
export function topicOfField(field: string): FieldTopic {
  if (field === everyField) return 'every';
  if (payment.test(field)) return 'payment';
  return personal.test(field) ? 'personal' : 'other';
}
