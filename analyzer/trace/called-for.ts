/** UTF-16 units: shorter texts can do next to nothing, longer ones are libraries or bundles that cost seconds. */
export const emulatedLengths = { least: 24, most: 600_000 } as const;

/**
 * Names that let a script read what a person types, send something, make code, change the page or hide text. A script that
 * writes none of them, in no disguise, computes or configures; running it would show nothing.
 */
const names =
  /\b(?:eval|Function|constructor|execScript|setTimeout|setInterval|import|importScripts|Worker|SharedWorker|serviceWorker|WebAssembly|fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|Image|ajax|postMessage|createElement|appendChild|insertBefore|insertAdjacentHTML|innerHTML|outerHTML|src|srcdoc|action|submit|location|write|writeln|cookie|localStorage|sessionStorage|addEventListener|attachEvent|on(?:submit|click|change|blur|keyup|keydown|keypress|input|load|message|mousedown)|value|val|serialize|FormData|clipboard|ethereum|atob|btoa|unescape|fromCharCode|charCodeAt|decodeURIComponent|ActiveXObject|\$|jQuery)\b/;

/** Names in disguise: escapes, hexadecimal names, member access by computed text, code in a few symbols. */
export const disguises =
  /_0x[\da-f]{2}|\\x[\da-f]{2}|\\u00[\da-f]{2}|\\[0-7]{3}|window\[|this\[|self\[|globalThis\[|\[\]\[|~\[\]|[+!]\[\]|[A-Za-z0-9+/]{200}|(?:\d{1,3},\s*){40}|[^\x00-\x7f]{30}/;

/** Whether the static stage calls for emulation. Pure: one pass over the text. */
export function callsForEmulation(text: string): boolean {
  const { least, most } = emulatedLengths;
  return text.length >= least && text.length <= most && (names.test(text) || disguises.test(text));
}
