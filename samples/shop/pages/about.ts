import { html } from './html.ts';
import type { PageContent } from './layout.ts';

export function about(): PageContent {
  return {
    title: 'Our makers',
    main: html`<article class="prose">
      <h1>Our makers</h1>
      <p>
        Eleven people within forty miles weave, turn and plait everything we sell. We know their kitchens and
        pay their prices.
      </p>
      <h2 id="delivery">Delivery &amp; returns</h2>
      <p>
        Orders over £100 travel free; others cost £4.95. Send back anything within sixty days, used or not.
        <a href="javascript:void(window.chatnook &amp;&amp; chatnook.open())">Ask us</a> if unsure.
      </p>
      <h2 id="privacy">Privacy</h2>
      <p>
        We keep what a parcel needs. Card details go to our payment provider. Change your mind about cookies
        <a href="#privacy" onclick="window.CookieLeaf &amp;&amp; CookieLeaf.open(); return false">here</a>.
      </p>
    </article>`,
  };
}
