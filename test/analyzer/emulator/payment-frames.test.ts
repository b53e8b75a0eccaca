import assert from 'node:assert/strict';
import { eventsOf, run } from './sandbox-of-tests.ts';

const own = "var f = document.createElement('iframe'); f.src = 'https://c.example/card';";

/** Ways to put a frame of one's own where a payment service has its. */
const swaps: Readonly<Record<string, string>> = {
  'in its place': `var old = document.querySelector('iframe[name^="braintree-hosted-field"]'); ${own} old.parentNode.replaceChild(f, old)`,
  'by replaceWith': `var old = document.querySelector('iframe[src*="js.stripe.com"]'); ${own} old.replaceWith(f)`,
  'as its markup': `document.querySelector('iframe[name^="__privateStripeFrame"]').outerHTML = '<iframe src="https://c.example/card"></iframe>'`,
  'as markup of its box': `for (const one of document.getElementsByTagName('iframe')) if (/adyen/.test(one.src)) one.parentElement.innerHTML = '<iframe src="https://c.example/card"></iframe>'`,
  'beside it, hidden': `setTimeout(() => { const old = [...document.querySelectorAll('iframe')].find(one => one.title.includes('hosted-fields')); old.style.display = 'none'; ${own} old.after(f) }, 500)`,
  'as its address': `document.querySelectorAll('iframe[src*=worldpay]').forEach(one => one.setAttribute('src', 'https://c.example/card'))`,
  'when it comes': `new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(node => { if (node.nodeName === 'IFRAME' && /stripe/.test(node.src)) { ${own} node.replaceWith(f) } }))).observe(document, { childList: true, subtree: true })`,
};

const placed = async (script: string): Promise<unknown[]> =>
  eventsOf(await run(script), 'form-action').map((event) => (event as { url?: unknown }).url);

describe('emulator: frames of payment services', () => {
  for (const [how, script] of Object.entries(swaps))
    it(`shows another frame ${how}`, async () =>
      assert.deepEqual(await placed(script), ['https://c.example/card']));

  it('says whose frame it was', async () => {
    const [event] = eventsOf(await run(swaps['in its place']!), 'form-action');
    assert.match(String((event as { service?: unknown }).service), /braintree-hosted-field/);
  });

  it('keeps still where a frame comes elsewhere', async () =>
    assert.deepEqual(
      await placed(
        `${own} document.querySelector('#stripe-box, body').appendChild(f); document.getElementsByTagName('iframe')`,
      ),
      [],
    ));
});
