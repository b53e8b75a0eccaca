import type { Skimmer } from '../skimmers.ts';
import type { Basket } from '../server/baskets.ts';
import { shopHosts as hosts, withPort } from '../server/hosts.ts';
import { html, embeddedJson, Html } from './html.ts';

export interface PageContext {
  path: string;
  basket: Basket;
  /** Code that was injected into the shop's own pages. */
  skimmers: readonly Skimmer[];
  /** Of the server, for addresses that are encoded before they are sent. */
  port: number;
}

export interface PageContent {
  title: string;
  description?: string;
  main: Html;
  /** Scripts of this page only, at the end of the body. */
  scripts?: Html;
}

/** The snippet a tag manager asks its customers to paste, nearly the same everywhere. */
const tagSnippet = new Html(`<script>
(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'th.start':new Date().getTime(),event:'th.js'});
var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;
j.src='https://${hosts.tagManager}/th.js?id='+i+'&l='+l;f.parentNode.insertBefore(j,f);
})(window,document,'script','thLayer','TH-4K2M9');
</script>`);

const consentDefault = new Html(`<script>
window.thLayer=window.thLayer||[];function consent(){thLayer.push(arguments)}
consent('default',{analytics:'denied',marketing:'denied',wait:500});
</script>
<script src="https://${hosts.consent}/banner.js" data-site="larchandloom" data-policy="/about#privacy" async></script>`);

/** Every page of the shop: head with its third parties, header, footer, bundle. */
export function layout(content: PageContent, context: PageContext): string {
  const count = context.basket.lines.reduce((sum, line) => sum + line.quantity, 0);
  const config = { currency: 'GBP', locale: 'en-GB', basket: count, page: context.path, freeDelivery: 10000 };
  const injected = context.skimmers
    .filter(
      ({ meta: { delivery } }) =>
        (delivery.kind === 'inline' || delivery.kind === 'image') &&
        new RegExp(delivery.pages).test(context.path),
    )
    .map(
      (skimmer) =>
        new Html(`${carrier(skimmer, context.port)}<script>
${skimmer.code}</script>
`),
    );
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${content.title} · Larch &amp; Loom</title>
        <meta
          name="description"
          content="${content.description ?? 'Wool, willow and wood for the house, made slowly.'}"
        />
        <link rel="icon" href="/img/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/shop.css" />
        <link rel="preconnect" href="https://${hosts.cdn}" />
        ${consentDefault} ${tagSnippet}
        <script type="application/json" id="shop-config">
          ${embeddedJson(config)}
        </script>
      </head>
      <body>
        <p class="ribbon">Free delivery over £100 · Returns within 60 days</p>
        <header class="masthead">
          <a class="brand" href="/"
            ><img
              src="/img/mark.svg"
              alt=""
              width="34"
              height="34"
              onerror="this.style.display='none'"
            />Larch &amp; Loom</a
          >
          <nav><a href="/#collection">Collection</a><a href="/about">Our makers</a></nav>
          <form class="search" role="search">
            <input
              type="search"
              name="q"
              placeholder="Search"
              aria-label="Search"
              autocomplete="off"
              data-search
            />
            <div class="hits" hidden></div>
          </form>
          <a class="basket-link" href="/cart" aria-label="Basket"
            >Basket <span data-basket-count>${count}</span></a
          >
        </header>
        <main>${content.main}</main>
        <footer class="footer">
          <div>
            <strong>Larch &amp; Loom</strong>
            <p>The Old Carding Shed, Mill Lane<br />Made slowly since 2009.</p>
          </div>
          <div>
            <a href="/about">Our makers</a><a href="/about#delivery">Delivery &amp; returns</a
            ><a href="/about#privacy">Privacy</a>
          </div>
          <form class="newsletter" onsubmit="return window.LL ? LL.subscribe(this) : false">
            <label for="nl">A letter each season</label
            ><span><input id="nl" type="email" placeholder="you@example.com" /><button>Sign up</button></span>
          </form>
        </footer>
        <script src="https://${hosts.cdn}/quarry/3.4.1/quarry.js"></script>
        <script src="/assets/app.4f1c9a2b.js" defer></script>
        <script type="module" src="/assets/search.mjs"></script>
        ${content.scripts ?? ''} ${injected}
      </body>
    </html> `.text;
}

/** The image that carries a skimmer's code in its text. */
function carrier({ meta: { delivery }, payload }: Skimmer, port: number): string {
  if (delivery.kind !== 'image') return '';
  const text = Buffer.from(withPort(payload, port)).toString('base64');
  return `<img class="trust-seal" src="/img/mark.svg" width="1" height="1" alt="seal:${text}" />`;
}
