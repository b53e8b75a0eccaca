import { html } from './html.ts';
import type { PageContent } from './layout.ts';

export function thankYou(order: string, email: string): PageContent {
  return {
    title: 'Thank you',
    main: html`<section class="thanks">
      <img src="/img/mark.svg" alt="" width="72" height="72" />
      <h1>Thank you</h1>
      <p>
        Your order <strong>${order}</strong> is with the makers. A note is on its way to
        <strong>${email}</strong>.
      </p>
      <p><a class="button" href="/">Back to the shop</a></p>
    </section>`,
    scripts: html`<script>
      thLayer.push({ event: 'purchase', order: '${order}' });
    </script>`,
  };
}
