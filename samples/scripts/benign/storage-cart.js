const cart = {
  get lines() { return JSON.parse(localStorage.getItem('cart') || '[]'); },
  set lines(v) { localStorage.setItem('cart', JSON.stringify(v)); document.dispatchEvent(new CustomEvent('cart', { detail: v })); },
  add(sku, qty = 1) {
    const lines = this.lines;
    const line = lines.find((l) => l.sku === sku);
    if (line) line.qty += qty;
    else lines.push({ sku, qty });
    this.lines = lines;
  },
  share() { return `${location.origin}/cart?c=${encodeURIComponent(btoa(JSON.stringify(this.lines)))}`; },
};
const shared = new URLSearchParams(location.search).get('c');
if (shared) cart.lines = JSON.parse(atob(shared));
document.addEventListener('click', (e) => { if (e.target.dataset?.add) cart.add(e.target.dataset.add); });
