import { findProduct, money, products } from '../catalogue.ts';
import { shopHosts as hosts } from '../server/hosts.ts';
import { html } from './html.ts';
import type { PageContent } from './layout.ts';

const slides = [
  ['fell-throw', 'The long evenings', 'Lambswool throws from the last mill on the beck.'],
  ['larch-stool', 'Storm-felled, hand-turned', 'Stools from larch that came down in February.'],
  ['willow-basket', 'One hedge, five colours', 'Log baskets in unstripped Somerset willow.'],
] as const;

export function home(): PageContent {
  return {
    title: 'Wool, willow and wood',
    main: html`<section class="hero" data-slider>
        ${slides.map(
          ([sku, title, text]) =>
            html`<a class="slide" href="/product/${sku}" style="background:${findProduct(sku)!.colours[2]}"
              ><span class="slide-text"
                ><em>New season</em><strong>${title}</strong><span>${text}</span><b>See the piece</b></span
              ><img src="/img/${sku}.svg" alt=""
            /></a>`,
        )}
      </section>
      <section id="collection">
        <h2>The collection</h2>
        <div class="grid">
          ${products.map(
            (product) =>
              html`<article class="card">
                <a href="/product/${product.sku}"
                  ><img
                    src="/img/${product.sku}.svg"
                    alt="${product.name}"
                    loading="lazy"
                    width="400"
                    height="400"
                  />
                  <h3>${product.name}</h3></a
                >
                <p>${product.summary}</p>
                <p class="price">${money(product.price)}</p>
              </article> `,
          )}
        </div>
      </section>
      <section class="promises">
        <p><strong>Named makers</strong>Every piece is signed by the person who made it.</p>
        <p><strong>Mended for life</strong>Send it back worn; it comes home whole.</p>
        <p><strong>Plastic-free post</strong>Paper, string and a stamp.</p>
      </section>`,
    scripts: html`<script
      src="https://${hosts.cdn}/swiftslide/2.1.0/swiftslide.min.js"
      onload="SwiftSlide.mount('[data-slider]', { interval: 6000 })"
    ></script>`,
  };
}
