/** Services whose names skimmers borrow, as registrable name and the host people know. */
const known: readonly (readonly [string, string])[] = [
  ['google-analytics', 'google-analytics.com'],
  ['googletagmanager', 'googletagmanager.com'],
  ['googleapis', 'googleapis.com'],
  ['googleadservices', 'googleadservices.com'],
  ['gstatic', 'gstatic.com'],
  ['doubleclick', 'doubleclick.net'],
  ['cloudflare', 'cloudflare.com'],
  ['cloudfront', 'cloudfront.net'],
  ['jsdelivr', 'jsdelivr.net'],
  ['bootstrapcdn', 'bootstrapcdn.com'],
  ['facebook', 'facebook.com'],
  ['hotjar', 'hotjar.com'],
  ['paypal', 'paypal.com'],
  ['stripe', 'stripe.com'],
  ['braintreegateway', 'braintreegateway.com'],
  ['magento', 'magento.com'],
  ['shopify', 'shopify.com'],
  ['jquery', 'jquery.com'],
  ['fontawesome', 'fontawesome.com'],
  ['bazaarvoice', 'bazaarvoice.com'],
  ['klarna', 'klarna.com'],
  ['trustpilot', 'trustpilot.com'],
];

/** Endings under which those services really live, beside the host above; regional ones included. */
const genuine =
  /(?:^|\.)(?:google-analytics\.(?:com|cn)|googletagmanager\.com|googleapis\.(?:com|cn)|googleadservices\.com|gstatic\.(?:com|cn)|doubleclick\.net|cloudflare(?:insights|stream|access|ssl)?\.(?:com|net)|cloudfront\.net|jsdelivr\.(?:net|com)|bootstrapcdn\.com|facebook\.(?:com|net)|hotjar\.(?:com|io)|paypal(?:objects|-[a-z]+)?\.(?:com|cn)|stripe\.(?:com|network)|braintree(?:gateway|-api)\.com|magento(?:cloud|commerce)?\.(?:com|net|cloud)|(?:my)?shopify(?:cdn|svc|cloud|preview)?\.(?:com|net|io)|jquery\.(?:com|org)|(?:fontawesome|bazaarvoice|trustpilot)\.com|klarna(?:cdn|services|payments|evt)?\.(?:com|net))$/;

/** The service whose name a host borrows with another ending, an addition or a misspelling; null for all others. */
export function imitated(host: string): string | null {
  if (genuine.test(host)) return null;
  const labels = host.split('.');
  const label = labels.at(-2);
  if (label === undefined || label.length < 6) return null;
  // A name that a folder of WordPress has on every site of its kind: `cdn-wp-content`.
  if (/(?:^|-)wp-(?:content|includes|admin|json)(?:-|$)/.test(label)) return 'a folder of WordPress';
  const bare = withoutExtras(label);
  for (const [name, service] of known) {
    if (label === name || bare === name) return service;
    if (name.length >= 8 && isMisspelt(label, name)) return service;
  }
  return null;
}

/** Words that are put before or behind a borrowed name, so that it looks like the service's own. */
const extras =
  /^(?:(?:cdn|api|static|code|js|ssl|secure|get|my|the|web|lib|libs|min|stat|stats)-)+|(?:-(?:cdn|api|static|code|js|ssl|secure|web|lib|libs|min|stat|stats|analytics|cloud|tag|tags|script|scripts|query|info|data|metrics|update)|-?\d+)+$/g;
const withoutExtras = (label: string): string => label.replace(extras, '');

/** One character changed, added, left out or swapped with its neighbour, or digits put on. */
function isMisspelt(label: string, name: string): boolean {
  if (label.replace(/[-\d]+$/, '') === name || label.replaceAll('-', '') === name.replaceAll('-', ''))
    return true;
  if (Math.abs(label.length - name.length) > 1) return false;
  let start = 0;
  while (start < label.length && label[start] === name[start]) start++;
  let end = 0;
  while (end < Math.min(label.length, name.length) - start && label.at(-1 - end) === name.at(-1 - end)) end++;
  const changed = label.length - start - end;
  const expected = name.length - start - end;
  if (changed <= 1 && expected <= 1) return true;
  return (
    changed === 2 && expected === 2 && label[start] === name[start + 1] && label[start + 1] === name[start]
  );
}
