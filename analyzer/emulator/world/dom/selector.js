/** CSS selectors: parsed to compounds, matched against the tree; unknown pseudo-classes match everything. */
import { inner } from './node.js';

const part =
  /^(?:(\*|[a-z][\w-]*)|#((?:[\w-]|\\.|[^\0-\x7f])+)|\.((?:[\w-]|\\.|[^\0-\x7f])+)|\[\s*([\w:-]+)\s*(?:([~|^$*!]?=)\s*("[^"]*"|'[^']*'|[^\]\s]*)\s*[is]?\s*)?\]|::?([\w-]+)(\((?:[^()]|\([^()]*\))*\))?)/i;
const combinator = /^\s*([>+~,])\s*|^\s+/;
const cache = new Map();
const unescape = (text) => text.replace(/\\(.)/g, '$1');

/**
 * `a b > c, d` becomes [[{compound a, via ' '}, {b, ' '}, {c, '>'}], [{d}]]: alternatives of steps, each a compound
 * `{tag, id, classes, attributes, pseudos, via}` where `via` says how it hangs on the step before. Null if it is no selector.
 */
export function parseSelector(text) {
  if (cache.has(text)) return cache.get(text);
  const parsed = text.length > 2000 ? null : parse(text.trim());
  if (cache.size < 500) cache.set(text, parsed);
  return parsed;
}

const empty = (via) => ({ tag: null, id: null, classes: [], attributes: [], pseudos: [], via });

function parse(text) {
  if (text === '') return null;
  let rest = text;
  let compound = empty(' ');
  let steps = [compound];
  const alternatives = [steps];
  while (rest !== '') {
    const link = combinator.exec(rest);
    if (link) {
      rest = rest.slice(link[0].length);
      if (rest === '') break;
      compound = empty(link[1] ?? ' ');
      if (link[1] === ',') alternatives.push((steps = [compound]));
      else steps.push(compound);
      continue;
    }
    const match = part.exec(rest);
    if (!match) return null;
    rest = rest.slice(match[0].length);
    const [, tag, id, className, attribute, operator, value, pseudo, argument] = match;
    if (tag) compound.tag = tag === '*' ? null : tag.toLowerCase();
    else if (id) compound.id = unescape(id);
    else if (className) compound.classes.push(unescape(className));
    else if (attribute) {
      const clean = value === undefined ? undefined : unescape(value.replace(/^(["'])(.*)\1$/s, '$2'));
      compound.attributes.push({ name: attribute.toLowerCase(), operator, value: clean });
    } else compound.pseudos.push({ name: pseudo.toLowerCase(), argument: argument?.slice(1, -1) });
  }
  return alternatives;
}

const comparisons = {
  '=': (actual, wanted) => actual === wanted,
  '*=': (actual, wanted) => actual.includes(wanted),
  '^=': (actual, wanted) => actual.startsWith(wanted),
  '$=': (actual, wanted) => actual.endsWith(wanted),
  '~=': (actual, wanted) => actual.split(/\s+/).includes(wanted),
  '|=': (actual, wanted) => actual === wanted || actual.startsWith(`${wanted}-`),
  '!=': (actual, wanted) => actual !== wanted,
};

export function matchesCompound(element, { tag, id, classes, attributes, pseudos }) {
  const own = inner(element).attributes;
  if (tag !== null && element.localName !== tag) return false;
  if (id !== null && own.get('id') !== id) return false;
  if (classes.length > 0) {
    const actual = (own.get('class') ?? '').split(/\s+/);
    if (!classes.every((name) => actual.includes(name))) return false;
  }
  for (const { name, operator, value } of attributes) {
    const actual = own.get(name) ?? (name === 'type' && element.localName === 'input' ? 'text' : undefined);
    if (actual === undefined) return operator === '!=';
    if (operator && !comparisons[operator](actual, value)) return false;
  }
  return pseudos.every((pseudo) => matchesPseudo(element, pseudo));
}

function matchesPseudo(element, { name, argument }) {
  if (name === 'not') return !matches(element, argument ?? '');
  if (name === 'is' || name === 'where') return matches(element, argument ?? '');
  if (name === 'checked') return element.checked === true || element.selected === true;
  if (name === 'disabled') return false;
  if (name === 'input') return /^(input|select|textarea|button)$/.test(element.localName);
  if (name === 'hidden') return element.type === 'hidden';
  if (/^(text|password|radio|checkbox|submit|button)$/.test(name)) return element.type === name;
  if (name === 'contains') return element.textContent.includes((argument ?? '').replace(/["']/g, ''));
  return true;
}

function matchesSteps(element, steps, index = steps.length - 1) {
  if (!matchesCompound(element, steps[index])) return false;
  if (index === 0) return true;
  const { via } = steps[index];
  if (via === '+')
    return (
      element.previousElementSibling !== null &&
      matchesSteps(element.previousElementSibling, steps, index - 1)
    );
  if (via === '~') return true;
  for (let node = element.parentElement; node; node = node.parentElement) {
    if (matchesSteps(node, steps, index - 1)) return true;
    if (via === '>') return false;
  }
  return false;
}

export function matches(element, selector) {
  const parsed = parseSelector(selector);
  return parsed !== null && parsed.some((steps) => matchesSteps(element, steps));
}
