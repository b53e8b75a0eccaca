let controller;
const box = document.querySelector('#q');
box.addEventListener('keyup', async () => {
  controller?.abort();
  controller = new AbortController();
  if (box.value.length < 2) return;
  try {
    const r = await fetch('https://larch-dsn.searchkit.example/1/indexes/products/query', {
      method: 'POST',
      signal: controller.signal,
      headers: { 'X-App': 'LARCH', 'X-Key': 'search-only-3b1' },
      body: JSON.stringify({ query: box.value, hitsPerPage: 6 }),
    });
    const { hits } = await r.json();
    document.querySelector('#suggest').replaceChildren(...hits.map((h) => Object.assign(document.createElement('a'), { href: h.url, textContent: h.name })));
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
});
