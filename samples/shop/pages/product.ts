import { money, products, type Product } from '../catalogue.ts';
import { embeddedJson, html } from './html.ts';
import type { PageContent } from './layout.ts';

export function product(item: Product): PageContent {
  const structured = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    sku: item.sku,
    name: item.name,
    description: item.description,
    offers: { '@type': 'Offer', price: (item.price / 100).toFixed(2), priceCurrency: 'GBP' },
  };
  const others = products.filter((other) => other.sku !== item.sku).slice(0, 3);
  return {
    title: item.name,
    description: item.description,
    main: html`<script type="application/ld+json">
        ${embeddedJson(structured)}
      </script>
      <nav class="crumbs"><a href="/">Home</a> / <a href="/#collection">Collection</a> / ${item.name}</nav>
      <section class="product">
        <figure data-zoom>
          <img src="/img/${item.sku}.svg" alt="${item.name}" width="560" height="560" />
        </figure>
        <div>
          <h1>${item.name}</h1>
          <p class="price" data-unit="${item.price}">${money(item.price)}</p>
          <p>${item.description}</p>
          <form method="post" action="/cart" class="buy">
            <input type="hidden" name="sku" value="${item.sku}" />
            <label
              >Quantity
              <select name="quantity" onchange="window.LL &amp;&amp; LL.reprice(this)">
                <option>1</option>
                <option>2</option>
                <option>3</option>
                <option>4</option>
              </select></label
            >
            <button class="button">Add to basket</button>
            <button
              type="button"
              class="quiet"
              onclick="this.classList.toggle('on'); this.textContent = this.classList.contains('on') ? '♥ Saved' : '♡ Save for later'"
            >
              ♡ Save for later
            </button>
          </form>
          <ul class="details">
            ${item.details.map((line) => html`<li>${line}</li>`)}
          </ul>
        </div>
      </section>
      <section>
        <h2>Goes well with</h2>
        <div class="grid three">
          ${others.map(
            (other) =>
              html`<article class="card">
                <a href="/product/${other.sku}"
                  ><img
                    src="/img/${other.sku}.svg"
                    alt="${other.name}"
                    loading="lazy"
                    width="400"
                    height="400"
                  />
                  <h3>${other.name}</h3></a
                >
                <p class="price">${money(other.price)}</p>
              </article>`,
          )}
        </div>
      </section>`,
    scripts: html`<script>
      thLayer.push({ event: 'view_item', sku: '${item.sku}', value: ${item.price / 100} });
      try {
        var r = JSON.parse(localStorage.getItem('ll_recent') || '[]').filter(function (s) {
          return s !== '${item.sku}';
        });
        r.unshift('${item.sku}');
        localStorage.setItem('ll_recent', JSON.stringify(r.slice(0, 6)));
      } catch (e) {}
    </script>`,
  };
}
