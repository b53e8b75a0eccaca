const blocked = [/coinhive/i, /cryptonight/i, /webminepool/i, /jsecoin/i];
const NativeWebSocket = window.WebSocket;
window.WebSocket = new Proxy(NativeWebSocket, {
  construct(target, [url, protocols]) {
    if (blocked.some((b) => b.test(url))) throw new DOMException('Blocked by policy', 'SecurityError');
    return protocols === undefined ? new target(url) : new target(url, protocols);
  },
});
new MutationObserver((records) => {
  for (const record of records) for (const node of record.addedNodes) if (node.tagName === 'SCRIPT' && blocked.some((b) => b.test(node.src))) node.remove();
}).observe(document, { childList: true, subtree: true });
