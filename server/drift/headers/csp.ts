/** Directives that fall back to another one, then to default-src, when absent (CSP Level 3, section 6.8.3). */
const fallbacks: Record<string, readonly string[]> = {
  'script-src-elem': ['script-src', 'default-src'],
  'script-src-attr': ['script-src', 'default-src'],
  'script-src': ['default-src'],
  'worker-src': ['child-src', 'script-src', 'default-src'],
  'frame-src': ['child-src', 'default-src'],
  'child-src': ['default-src'],
  'connect-src': ['default-src'],
  'img-src': ['default-src'],
  'style-src': ['default-src'],
  'font-src': ['default-src'],
  'media-src': ['default-src'],
  'object-src': ['default-src'],
  'form-action': [],
  'frame-ancestors': [],
  'base-uri': [],
};

const directiveWords: Record<string, string> = {
  'script-src': 'scripts',
  'connect-src': 'connections',
  'form-action': 'form targets',
  'frame-src': 'frames',
  'frame-ancestors': 'embedding',
  'img-src': 'images',
};

type Policy = ReadonlyMap<string, readonly string[]>;

/** In what the later policy allows more than the earlier one. Several policies in one header all apply: each is compared as one list. */
export function cspWeakenings(before: string, after: string): string[] {
  const [old, now] = [parsePolicy(before), parsePolicy(after)];
  const found: string[] = [];
  for (const directive of Object.keys(fallbacks)) {
    const [was, is] = [effective(old, directive), effective(now, directive)];
    if (was === null) continue;
    if (is === null) found.push(`no longer limits ${directiveWords[directive] ?? directive}`);
    else {
      const wider = is.filter((source) => !covers(was, source, was));
      if (wider.length > 0)
        found.push(`allows ${directiveWords[directive] ?? directive} from ${wider.join(' ')}`);
      const lost = was.filter((source) => source === "'strict-dynamic'" && !is.includes(source));
      if (lost.length > 0) found.push(`drops 'strict-dynamic' from ${directive}`);
    }
  }
  for (const directive of [
    'upgrade-insecure-requests',
    'block-all-mixed-content',
    'sandbox',
    'require-trusted-types-for',
  ])
    if (old.has(directive) && !now.has(directive)) found.push(`drops ${directive}`);
  return [...new Set(found)];
}

function parsePolicy(value: string): Policy {
  const policy = new Map<string, string[]>();
  for (const part of value.split(/[;,]/)) {
    const [name, ...sources] = part.trim().split(/\s+/);
    if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources.map(normalise));
  }
  return policy;
}

/** Hosts and keywords compare without case; nonces and hashes change with every request or release and count as one. */
function normalise(source: string): string {
  if (/^'nonce-/i.test(source)) return "'nonce'";
  if (/^'sha(?:256|384|512)-/i.test(source)) return "'hash'";
  return source.toLowerCase();
}

function effective(policy: Policy, directive: string): readonly string[] | null {
  for (const name of [directive, ...(fallbacks[directive] ?? [])]) {
    const sources = policy.get(name);
    if (sources) return sources;
  }
  return null;
}

/** Whether a source list already allowed what `source` allows. */
function covers(list: readonly string[], source: string, own: readonly string[]): boolean {
  if (source === "'none'" || source === "'report-sample'" || list.includes(source)) return true;
  if (source === "'strict-dynamic'") return true;
  if (source.startsWith("'")) return source === "'unsafe-inline'" && own.includes("'unsafe-inline'");
  if (list.includes('*')) return !/^(?:data|blob|filesystem):$/.test(source);
  const host = source.replace(/^[a-z][a-z0-9+.-]*:\/\//, '').replace(/[:/].*$/, '');
  const scheme = /^([a-z][a-z0-9+.-]*:)/.exec(source)?.[1];
  return list.some(
    (known) =>
      known === scheme ||
      known === host ||
      (known.replace(/^[a-z][a-z0-9+.-]*:\/\//, '').startsWith('*.') &&
        host.endsWith(known.replace(/^[a-z][a-z0-9+.-]*:\/\//, '').slice(1))) ||
      (known.startsWith('http://') && `https://${known.slice(7)}` === source),
  );
}
