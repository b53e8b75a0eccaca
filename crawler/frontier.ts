import { isSameSite } from '../core/egress/index.ts';

export interface FrontierOptions {
  startUrls: readonly string[];
  /** The site's own further hosts. */
  hosts: readonly string[];
}

interface Entry {
  url: string;
  depth: number;
  isStart: boolean;
  isPayment: boolean;
}

/** Words of pages on the way to paying, in the languages of many shops. */
const paymentWords =
  /cart|basket|bag\b|checkout|payment|\bpay\b|billing|order(?!s\b)|kasse|warenkorb|zahlung|panier|paiement|commande|carrito|pago|carrello|pagamento|winkelwagen|afrekenen|koszyk/i;
/** A link that ends the session would hide what lies behind it. */
const leavingWords = /\b(?:log|sign)-?_?(?:out|off)\b|abmelden|deconnexion|cerrar-sesion/i;
const maxKnown = 50_000;

/**
 * Which page comes next: start URLs, then same-site links breadth-first, those that look like cart, checkout or
 * payment before others, so that the page where cards are typed is reached within the page limit. At most half of
 * the pages go that way: a shop may have endless carts.
 */
export class Frontier {
  readonly #options: FrontierOptions;
  readonly #known = new Set<string>();
  #waiting: Entry[] = [];
  #taken = 0;
  #takenPayment = 0;

  constructor(options: FrontierOptions) {
    this.#options = options;
    for (const url of options.startUrls) this.#add(url, 0, true);
  }

  /** Known pages not yet taken. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Start URLs not yet taken. */
  get waitingStarts(): string[] {
    return this.#waiting.filter(({ isStart }) => isStart).map(({ url }) => url);
  }

  get known(): number {
    return this.#known.size;
  }

  next(): { url: string; isStart: boolean; depth: number } | undefined {
    const mayPay = this.#takenPayment * 2 <= this.#taken;
    let best: Entry | undefined;
    for (const entry of this.#waiting) if (!best || rank(entry, mayPay) < rank(best, mayPay)) best = entry;
    if (!best) return undefined;
    this.#waiting = this.#waiting.filter((entry) => entry !== best);
    this.#taken += 1;
    if (best.isPayment) this.#takenPayment += 1;
    return best;
  }

  /** Adds the links of a page of the given depth. */
  addLinks(links: readonly string[], depth: number): void {
    for (const link of links)
      if (this.isOwn(link) && !leavingWords.test(new URL(link).pathname)) this.#add(link, depth + 1, false);
  }

  /** After redirects: a page reached under another name need not be visited again. */
  markVisited(url: string): void {
    const key = normalise(url);
    this.#known.add(key);
    this.#waiting = this.#waiting.filter((entry) => entry.url !== key || entry.isStart);
  }

  isOwn(url: string): boolean {
    const host = URL.parse(url)?.hostname;
    if (host === undefined) return false;
    const { startUrls, hosts } = this.#options;
    return hosts.includes(host) || startUrls.some((start) => isSameSite(new URL(start).hostname, host));
  }

  #add(url: string, depth: number, isStart: boolean): void {
    const key = normalise(url);
    if (this.#known.has(key) || this.#known.size >= maxKnown) return;
    this.#known.add(key);
    const { pathname, search } = new URL(key);
    this.#waiting.push({
      url: key,
      depth,
      isStart,
      isPayment: !isStart && paymentWords.test(pathname + search),
    });
  }
}

function rank({ depth, isPayment }: Entry, mayPay: boolean): number {
  if (!isPayment) return depth;
  return mayPay ? depth / 1000 : depth + 0.5;
}

/** Without fragment, user and password. */
export function normalise(url: string): string {
  const parsed = new URL(url);
  parsed.hash = '';
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
