import type { Release } from '../releases.ts';

const script = (variant: string) => `larchandloom.localhost/assets/ribbon-${variant}.js`;

export default {
  meta: {
    number: 5,
    name: 'ab-test',
    changes:
      'Every other visitor gets another ribbon, by another script; the cookie ll_variant (a or b) remembers which.',
    expects: [
      { kind: 'script-added', severity: 'low', about: '/assets/ribbon-a.js' },
      { kind: 'cookie-added', severity: 'low', about: 'll_variant' },
    ],
  },
  edits: {
    [script('a')]: () =>
      `document.querySelector('.ribbon').append(' · Gift wrap is free this week');document.body.dataset.ribbon='a';\n`,
    [script('b')]: () =>
      `(function(n){n.textContent='Last posting day: Friday';n.classList.add('wide');setTimeout(function(){n.hidden=false},300)})(document.querySelector('.ribbon'));\n`,
  },
  answers: () => {
    let visitors = 0;
    return (reply, query) => {
      if (typeof reply.body !== 'string' || !reply.type?.startsWith('text/html')) return reply;
      const known = query.cookies.get('ll_variant');
      const variant = known === 'a' || known === 'b' ? known : visitors++ % 2 === 0 ? 'a' : 'b';
      const cookies = [reply.headers?.['set-cookie'] ?? []].flat();
      return {
        ...reply,
        body: reply.body.replace(
          '</body>',
          `<script src="/assets/ribbon-${variant}.js" defer></script></body>`,
        ),
        headers: {
          ...reply.headers,
          ...(known === variant
            ? {}
            : { 'set-cookie': [...cookies, `ll_variant=${variant}; Path=/; Max-Age=2592000; SameSite=Lax`] }),
        },
      };
    };
  },
} satisfies Release;
