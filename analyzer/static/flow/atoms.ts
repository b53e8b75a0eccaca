import type { AnyNode, Identifier, Literal, MemberExpression, TemplateElement } from 'acorn';
import { Kind, Role, type Tree } from '../tree/index.ts';

/** What a name hints at; one bit each. */
export const Hint = {
  /** Reads what a visitor typed or what the page keeps. */
  source: 1,
  /** Sends something somewhere. */
  sink: 2,
  /** Finds elements or listens to them. */
  lookup: 4,
  /** Runs text as code. */
  code: 8,
  /** Decodes text. */
  decode: 16,
  /** Keeps something. */
  storage: 32,
  /** Evidence rules look at it. */
  rule: 64,
} as const;

/** Names of properties, methods and globals that flow analysis knows something about. */
const hints = new Map<string, number>();
function add(bits: number, names: string): void {
  for (const name of names.split(' ')) hints.set(name, (hints.get(name) ?? 0) | bits);
}
add(
  Hint.source,
  'value defaultValue val serialize serializeArray serializeObject FormData $F key keyCode which charCode',
);
add(Hint.source, 'clipboard clipboardData readText ethereum web3 solana checked selectedIndex');
add(Hint.source | Hint.storage, 'cookie localStorage sessionStorage getItem setItem indexedDB caches');
add(
  Hint.sink,
  'fetch XMLHttpRequest XDomainRequest ActiveXObject sendBeacon WebSocket MozWebSocket EventSource',
);
add(
  Hint.sink,
  'RTCPeerConnection webkitRTCPeerConnection createDataChannel Image src href action data srcset setAttribute',
);
add(
  Hint.sink,
  'location open postMessage ajax post getJSON getScript get load axios send submit importScripts Worker',
);
add(
  Hint.sink,
  'SharedWorker serviceWorker register Ajax Request createElement background backgroundImage cssText',
);
add(Hint.sink, 'formAction attr append html prepend replace assign');
add(Hint.sink | Hint.code, 'document.write write writeln innerHTML outerHTML insertAdjacentHTML srcdoc');
add(
  Hint.lookup,
  'getElementById getElementsByName getElementsByTagName getElementsByClassName querySelector',
);
add(
  Hint.lookup,
  'querySelectorAll forms elements addEventListener attachEvent on bind delegate live jQuery $ target',
);
add(
  Hint.lookup,
  'srcElement find closest onsubmit onchange onkeydown onkeyup onkeypress onclick onblur oninput',
);
add(
  Hint.code,
  'eval Function setTimeout setInterval execScript constructor text textContent createContextualFragment',
);
add(Hint.code, 'WebAssembly instantiate');
add(Hint.decode, 'atob fromCharCode unescape decodeURIComponent decodeURI');
add(Hint.decode, 'reverse join');
add(Hint.rule, 'test match indexOf includes search exec Anonymous User Token outerWidth rel');
add(Hint.rule, 'setApprovalForAll increaseAllowance permit approve sendTransaction signAllTransactions');

/** The things of one script worth a closer look, found in one loop over its tree. */
export interface Atoms {
  /** All hints together. */
  readonly hints: number;
  /** Identifiers and string literals with a hint, in source order. */
  readonly names: readonly (Identifier | Literal)[];
  /** String literals and template pieces that hold an address or may begin one. */
  readonly addresses: readonly (Literal | TemplateElement)[];
  /** Other string literals that look like names of form fields. */
  readonly fieldNames: readonly Literal[];
  /** String literals that some evidence rule looks for. */
  readonly notable: readonly (Literal | TemplateElement)[];
  /** Calls of computed members with no literal name, `a[b(1)](…)`, and computed assignments. */
  readonly computed: readonly AnyNode[];
  readonly importExpressions: readonly AnyNode[];
}

const addressLike =
  /\/\/|^(?:https?|wss?|stuns?|turns?):?\/?$|^(?:h|ht|htt|ws|\/)$|\\\/\\\/|(?:stuns?|turns?):/;
const fieldLike =
  /card|cc[_\-:.[]|cvv|cvc|ccnum|expir|billing|payment|passw|iban|security.?code|(?:input|select|textarea)\b|\[name/i;

const notableLike =
  /<(?:input|select)\b|%u[0-9a-f]{4}%u|stratum|crypton|hive|loot|miner|monero|xmr|randomx|hashesper|webmin|coinimp|cn[_-]?(?:lite|heavy|pico|half)|eth_|personal_sign|wallet_|approvalforall|increaseallowance|signa|wscript|adodb|shell\.|scripting\.|msxml2|snpvw|acropdf|pdf\.|quicktime|rds\.|debu|while \(true\)|^0x[0-9a-f]{40}$/i;

/** Addresses in disguise: in entities, hexadecimal, base64, reversed, shifted by thirteen letters, in percent signs. */
const veiledLike =
  /(?:&#(?:\d{2,3}|x[\da-f]{2});){8}|68747470|2f2f|aHR0c|Ly9|\/\/:s?ptth|\/\/:sp|uggcf?:|%68%74%74|(?:%[\da-f]{2}){6}/i;

const address = 256;
const fieldName = 512;
const notableText = 1024;

/** Bits of every distinct text: however often a name occurs, it is looked up once. */
function classify(texts: readonly string[]): Uint16Array {
  const bits = new Uint16Array(texts.length);
  for (let id = 0; id < texts.length; id++) {
    const text = texts[id]!;
    let found = text.length < 22 ? (hints.get(text) ?? 0) : 0;
    if (addressLike.test(text)) found |= address;
    else if (text.length < 400 && fieldLike.test(text)) found |= fieldName;
    if (text.length > 3 && notableLike.test(text)) found |= notableText;
    if (text.length > 15 && veiledLike.test(text)) found |= notableText;
    bits[id] = found;
  }
  return bits;
}

export function collectAtoms(tree: Tree): Atoms {
  const names: (Identifier | Literal)[] = [];
  const addresses: (Literal | TemplateElement)[] = [];
  const fieldNames: Literal[] = [];
  const notable: (Literal | TemplateElement)[] = [];
  const computed: AnyNode[] = [];
  const importExpressions: AnyNode[] = [];
  let all = 0;
  const { kinds, nodes, roles, textIds, count } = tree;
  const bits = classify(tree.texts);
  for (let index = 0; index < count; index++) {
    const kind = kinds[index]!;
    const id = textIds[index]!;
    if (id < 0) {
      if (kind === Kind.MemberExpression) {
        const member = nodes[index] as MemberExpression;
        if (member.computed && member.property.type !== 'Literal') computed.push(member);
      } else if (kind === Kind.ImportExpression) importExpressions.push(nodes[index]!);
      continue;
    }
    const found = bits[id]!;
    if (found === 0) continue;
    if (kind === Kind.Identifier) {
      if ((found & 255) === 0 || roles[index]! > Role.write) continue;
      all |= found & 255;
      names.push(nodes[index] as Identifier);
    } else if (kind === Kind.Literal) {
      const literal = nodes[index] as Literal;
      if ((found & 255) !== 0) {
        all |= found & 255;
        names.push(literal);
      }
      if ((found & notableText) !== 0) notable.push(literal);
      if ((found & address) !== 0) addresses.push(literal);
      else if ((found & fieldName) !== 0) fieldNames.push(literal);
    } else if (kind === Kind.TemplateElement) {
      const piece = nodes[index] as TemplateElement;
      if ((found & notableText) !== 0) notable.push(piece);
      if ((found & address) !== 0) addresses.push(piece);
    }
  }
  return { hints: all, names, addresses, fieldNames, notable, computed, importExpressions };
}

/** Hints of one name; 0 for a name without any. */
export function hintOf(name: string): number {
  return hints.get(name) ?? 0;
}
