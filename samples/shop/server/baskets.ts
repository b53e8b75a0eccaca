import { randomBytes } from 'node:crypto';
import { findProduct } from '../catalogue.ts';

export interface Basket {
  lines: { sku: string; quantity: number }[];
}

const sessionLimit = 1000;

/** Baskets by session cookie, in memory; the oldest go when there are too many. */
export class Baskets {
  readonly #bySession = new Map<string, Basket>();

  /** The visitor's basket; a session is started when the cookie is missing or unknown. */
  open(session: string | undefined): { session: string; basket: Basket; isNew: boolean } {
    const known = session === undefined ? undefined : this.#bySession.get(session);
    if (session !== undefined && known) return { session, basket: known, isNew: false };
    if (this.#bySession.size >= sessionLimit) this.#bySession.delete(this.#bySession.keys().next().value!);
    const started = { session: randomBytes(12).toString('hex'), basket: { lines: [] }, isNew: true };
    this.#bySession.set(started.session, started.basket);
    return started;
  }
}

/** Sets (or, with `add`, raises) the quantity of a product; 0 removes it. Unknown products are ignored. */
export function changeBasket(basket: Basket, sku: string, quantity: number, add = false): void {
  if (!findProduct(sku) || !Number.isInteger(quantity)) return;
  const line = basket.lines.find((candidate) => candidate.sku === sku);
  const wanted = Math.min(9, Math.max(0, quantity + (add && line ? line.quantity : 0)));
  if (line) line.quantity = wanted;
  else basket.lines.push({ sku, quantity: wanted });
  basket.lines = basket.lines.filter((candidate) => candidate.quantity > 0);
}

/** Price of the goods, in pence. */
export const basketTotal = (basket: Basket): number =>
  basket.lines.reduce((sum, line) => sum + (findProduct(line.sku)?.price ?? 0) * line.quantity, 0);

export const deliveryCharge = (basket: Basket): number => {
  const total = basketTotal(basket);
  return total === 0 || total >= 10000 ? 0 : 495;
};
