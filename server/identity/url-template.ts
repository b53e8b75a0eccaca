import { boundedKey } from './bounded-key.ts';

/**
 * A URL with everything that changes from release to release or request to request replaced by `*`, so that
 * `https://cdn.example/app.3f9a2c1b.js?v=17` and its successor have one history. Pure; never throws.
 *
 * What is replaced: words that look like hashes, tokens, times or versions, in path and query; the port, the fragment,
 * credentials; query parameters whose name says that they break caches. Anything else stays: `?id=G-1` names a script.
 */
export function urlTemplate(url: string): string {
  const parsed = URL.parse(url.slice(0, maxUrl).toWellFormed());
  if (!parsed?.host)
    return url
      .slice(0, maxUrl)
      .toWellFormed()
      .replace(/[#?].*$/s, '');
  const path = parsed.pathname.split('/').map(templateSegment).join('/');
  const query = [...parsed.searchParams]
    .filter(([name]) => !cacheParameters.has(name.toLowerCase()))
    // A parameter without value whose name is a token, `app.js?1712345678901`, is a cache breaker too.
    .filter(([name, value]) => value !== '' || templateSegment(name) === name)
    .map(([name, value]) => pair(name, namesAccount.test(name) ? value : templateSegment(value)))
    .sort();
  return `${parsed.protocol}//${parsed.host}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function pair(name: string, value: string): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
}

/** Longest URL looked at; the rest of a longer one says nothing about identity. */
const maxUrl = 4096;

/** Parameters that say whose script it is: another tag-manager container is another script, however random its name. */
const namesAccount = /id$|key$|^k$|client|account|container|render|tag|channel/i;

/** Parameters that only defeat caches or name the visit; lower case. */
const cacheParameters = new Set(
  `v ver version cb cachebust cachebuster cache _ t ts time timestamp rnd rand random nocache bust build rev
   revision hash h nonce token sid session sessionid utm_source utm_medium utm_campaign utm_term utm_content
   gclid fbclid msclkid mc_eid mc_cid`.split(/\s+/),
);

/** Replaces the changing words of one path segment or value; `jquery-3.7.1.min.js` → `jquery-*.min.js`. */
export function templateSegment(segment: string): string {
  return segment
    .replace(/(^|[^a-z0-9])v?\d+(?:\.\d+)+(?:-(?:alpha|beta|rc)[.\d]*)?(?![a-z0-9])/gi, '$1*')
    .replace(/[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*/g, (run) =>
      isUuid(run) || isDashedToken(run) ? '*' : templateWords(run),
    );
}

function templateWords(run: string): string {
  return run.replace(/[A-Za-z0-9]+/g, (word) => (isToken(word) ? '*' : word));
}

function isUuid(run: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(run);
}

/** Base64 for URLs has dashes of its own; a run that holds a written word is a name with a token, not a token. */
function isDashedToken(run: string): boolean {
  return /[-_]/.test(run) && !writtenWord.test(run) && isToken(run.replaceAll(/[-_]/g, ''));
}

const writtenWord = /(^|[-_])(?:[a-z]{2,}|[A-Z][a-z]+|[A-Z]{2,})(?=[-_]|$)/;

/** Whether a word was made by a machine: a hash, a time, a random token. Words people write stay. */
function isToken(word: string): boolean {
  if (/^\d+$/.test(word)) return word.length >= 8;
  if (/^[0-9a-f]+$/i.test(word))
    return word.length >= 16 || (word.length >= 6 && /\d/.test(word) && /[a-f]/i.test(word));
  if (word.length < 8) return false;
  const digits = word.replace(/\D/g, '').length;
  const switches = word.match(/(?=\d[A-Za-z]|[A-Za-z]\d|[a-z][A-Z])/g)?.length ?? 0;
  // Base 62 hashes change class often; `polyfills2024` and `main2Bundle` do not.
  return digits >= 1 && switches >= Math.max(3, word.length / 5);
}

/** Where two URLs of one host differ: the pattern with `*` there, or null unless just one or two parts do. */
export function generalise(one: string, other: string): string | null {
  const first = URL.parse(one);
  const second = URL.parse(other);
  if (!first || first.host !== second?.host || first.protocol !== second.protocol) return null;
  const firstParts = first.pathname.split('/');
  const secondParts = second.pathname.split('/');
  if (firstParts.length !== secondParts.length || first.search !== second.search) return null;
  const differing = firstParts.filter((part, index) => part !== secondParts[index]).length;
  // The last part names the file: learning it away would fold a whole folder into one script.
  if (differing === 0 || differing > 2 || firstParts.at(-1) !== secondParts.at(-1)) return null;
  const path = firstParts.map((part, index) => (part === secondParts[index] ? part : '*')).join('/');
  const pattern = `${first.protocol}//${first.host}${path}${first.search}`;
  return boundedKey(pattern) === pattern ? pattern : null;
}

/** Whether a template is an instance of a learned pattern: equal but where the pattern has a part `*`. */
export function matchesPattern(template: string, pattern: string): boolean {
  const [path = '', query = ''] = template.split('?', 2);
  const [patternPath = '', patternQuery = ''] = pattern.split('?', 2);
  const parts = path.split('/');
  const patternParts = patternPath.split('/');
  return (
    query === patternQuery &&
    parts.length === patternParts.length &&
    patternParts.every((part, index) => part === '*' || part === parts[index])
  );
}
