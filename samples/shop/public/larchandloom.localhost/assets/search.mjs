import { rank } from './rank.mjs';

const input = document.querySelector('[data-search]');
const hits = document.querySelector('.hits');
let catalogue;

input?.addEventListener('input', async () => {
  catalogue ??= fetch('/api/products').then((response) => response.json());
  const found = rank(input.value, await catalogue).slice(0, 5);
  hits.replaceChildren(
    ...found.map(({ sku, name }) => Object.assign(document.createElement('a'), { href: `/product/${sku}`, textContent: name })),
  );
  hits.hidden = found.length === 0;
});

input?.form.addEventListener('submit', (event) => {
  event.preventDefault();
  hits.querySelector('a')?.click();
});
