import { html } from './html.ts';
import type { PageContent } from './layout.ts';

export const missing = (): PageContent => ({
  title: 'Not found',
  main: html`<section class="thanks">
    <h1>Not here</h1>
    <p>That page has unravelled. <a href="/">Back to the shop</a>.</p>
  </section>`,
});
