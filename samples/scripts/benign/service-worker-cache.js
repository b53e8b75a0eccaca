const CACHE = 'site-v42';
const CORE = ['/', '/offline.html', '/assets/site.css', '/assets/site.js'];
self.addEventListener('install', (e) => e.waitUntil(caches.open(CACHE).then((c) => c.addAll(CORE)).then(() => self.skipWaiting())));
self.addEventListener('activate', (e) => e.waitUntil(caches.keys().then((k) => Promise.all(k.filter((n) => n !== CACHE).map((n) => caches.delete(n))))));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || /\/(checkout|account|api)\//.test(request.url)) return;
  event.respondWith(
    caches.open(CACHE).then(async (cache) => {
      const kept = await cache.match(request);
      const fresh = fetch(request).then((r) => { if (r.ok) cache.put(request, r.clone()); return r; }).catch(() => kept || cache.match('/offline.html'));
      return kept || fresh;
    }),
  );
});
