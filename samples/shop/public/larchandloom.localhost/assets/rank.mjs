/** Products whose name holds every word typed, best match first. */
export function rank(query, products) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return products
    .map((product) => ({ product, score: score(product.name.toLowerCase(), words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ product }) => product);
}

function score(name, words) {
  let total = 0;
  for (const word of words) {
    const at = name.indexOf(word);
    if (at < 0) return 0;
    total += 1 / (1 + at);
  }
  return total;
}
