import type { SightingKind } from '../../../core/schema/index.ts';
import type { Answer } from '../../crawler/support/serve.ts';

/** One way for script text to reach a browser, and what the capture must say of it. */
export interface Way {
  /** Found in the text of exactly this way. */
  marker: string;
  kind: SightingKind;
  /** Path (same host), or path on the second host with `other:` before it; null for code without a URL. */
  url?: string | null;
  executed?: boolean;
  /** Kind of initiator. */
  by?: 'parser' | 'script' | 'other';
  /** Marker of the script that must be named as cause. */
  cause?: string;
}

const js = (marker: string, rest = '') => `"${marker}"; ${rest}`;

/** Pages of the collection by path; `OTHER` in them stands for the origin of the second host. */
export const pages: Record<string, Answer> = {
  '/': `<!doctype html><title>ways</title><meta charset=utf-8><style>iframe,object{width:1px;height:1px}</style><body>
<script>${js('W01inline')}</script>
<script type=module>${js('W02module', 'import "/static.js"; import("/dynamic.js")')}</script>
<script src=/same.js></script>
<script src=OTHER/third.js></script>
<script src=/redirect.js></script>
<script src=/wrongtype></script>
<script src=/latin1.js></script>
<script src=/bom.js></script>
<script src=/broken.js></script>
<script>${js('W12spoof')} //# sourceURL=https://cdn.example/jquery.js
</script>
<script src='data:text/javascript,${js('W13data')}'></script>
<script type=module src=/typed.js></script>
<script nomodule>${js('W14nomodule')}</script>
<script async src=/async.js></script><script defer src=/defer.js></script>
<script src=/maker.js></script>
<div onclick='${js('W30never')}'></div>
<img src=/missing.png onerror='${js('W31onerror')}'>
<svg><script>${js('W32svginline')}</script></svg>
<a href='javascript:${js('W33link')}'>x</a>
<form action='javascript:${js('W34form')}'><input name=q></form>
<iframe srcdoc='<script>${js('W35srcdoc', 'eval(`&quot;W36srcdoceval&quot;`)')}</script>'></iframe>
<iframe src=/frame></iframe>
<iframe src=OTHER/frame2></iframe>
<iframe id=blank></iframe>
<iframe src='javascript:"<script>/*W41*/</script>"'></iframe>
<iframe sandbox srcdoc='<script>${js('W42sandboxed')}</script>'></iframe>
<object data=/drawing.svg type=image/svg+xml></object>
<link rel=preload as=script href=/preload.js>
<link rel=modulepreload href=/modulepreload.js>
<template id=t></template>
</body>`,
  '/static.js': js('W03static'),
  '/dynamic.js': js('W04dynamic'),
  '/same.js': js('W05same'),
  '/third.js': js('W06third'),
  '/redirect.js': { status: 302, headers: { location: 'OTHER/redirected.js' } },
  '/redirected.js': js('W07redirected'),
  '/wrongtype': { type: 'text/plain', body: js('W08wrongtype') },
  '/latin1.js': {
    type: 'text/javascript; charset=iso-8859-1',
    body: Buffer.from(js('W09latin1 caf\u00e9'), 'latin1'),
  },
  '/bom.js': { type: 'text/javascript', body: `\ufeff${js('W10bom')}` },
  '/broken.js': '"W11broken" (((',
  '/typed.js': js('W15typed'),
  '/async.js': js('W16async'),
  '/defer.js': js('W17defer'),
  '/frame': `<script>${js('W37frame', 'eval(`"W38frameeval"`)')}</script>`,
  '/frame2': `<script>${js('W39crossframe', 'eval(`"W40crosseval"`)')}</script>`,
  '/drawing.svg': {
    type: 'image/svg+xml',
    body: `<svg xmlns="http://www.w3.org/2000/svg"><script>${js('W43svgdoc')}</script></svg>`,
  },
  '/preload.js': js('W44preload'),
  '/modulepreload.js': js('W45modulepreload'),
  '/worker.js': js('W46worker', 'importScripts("/imported.js"); eval(`"W48workereval"`)'),
  '/imported.js': js('W47imported'),
  '/moduleworker.js': js('W49moduleworker', 'import "/workermodule.js"'),
  '/workermodule.js': js('W50workermodule'),
  '/shared.js': js('W51shared'),
  '/service.js': js('W52service', 'importScripts("/serviceimport.js")'),
  '/serviceimport.js': js('W53serviceimport'),
  '/worklet.js': js('W54worklet'),
  '/fetched.txt': { type: 'text/plain', body: js('W55fetched') },
  '/popup': `<script>${js('W56popup')}</script>`,
  '/inserted.js': js('W57inserted'),
  '/written.js': js('W58written'),
  // The script that makes all the others. It makes no global and touches nothing but its own page.
  '/maker.js': `/*W18maker*/
const add = (set) => { const s = document.createElement('script'); set(s); document.body.append(s); return s; };
add((s) => { s.text = '"W19text"'; }).remove();
add((s) => { s.type = 'module'; s.text = '"W20textmodule"'; });
add((s) => { s.src = '/inserted.js'; });
add((s) => { s.src = URL.createObjectURL(new Blob(['"W21blob"'], { type: 'text/javascript' })); });
document.write('<script>"W22written"</scr' + 'ipt><script src=/written.js></scr' + 'ipt>');
eval('"W23eval"');
(0, eval)('"W24indirect"');
new Function('return "W25function"')();
setTimeout('"W26timer"', 1);
eval('"W27evalspoof"\\n//# sourceURL=/same.js');
const div = document.createElement('div');
div.setAttribute('onclick', '"W28setattribute"');
document.body.append(div);
div.click();
document.body.insertAdjacentHTML('beforeend', '<script>"W29insertedhtml"</scr' + 'ipt>');
fetch('/fetched.txt').then((r) => r.text()).then((t) => (0, eval)(t));
setTimeout(() => eval('"W59later"'), 300);
addEventListener('mousemove', () => eval('"W60mousemove"'), { once: true });
addEventListener('wheel', () => eval('"W61wheel"'), { once: true });
addEventListener('load', () => {
  document.getElementById('blank').contentWindow.eval('"W62blankeval"');
  const root = document.createElement('div').attachShadow({ mode: 'closed' });
  root.innerHTML = '<b onclick=\\'"W63closedshadow"\\'></b>';
  document.body.append(root.host);
});
new Worker('/worker.js');
new Worker('/moduleworker.js', { type: 'module' });
new Worker(URL.createObjectURL(new Blob(['"W64blobworker"'])));
new SharedWorker('/shared.js');
navigator.serviceWorker.register('/service.js');
CSS.paintWorklet.addModule('/worklet.js');
WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 0, 4, 3, 87, 54, 53]));
open('/popup');
`,
};

/** What must be found. Two data blocks that are no scripts are not in the list. */
export const ways: Way[] = [
  { marker: 'W01inline', kind: 'inline', url: null, by: 'parser' },
  { marker: 'W02module', kind: 'module', url: null },
  { marker: 'W03static', kind: 'module', url: '/static.js', by: 'script', cause: 'W02module' },
  { marker: 'W04dynamic', kind: 'dynamic-import', url: '/dynamic.js', by: 'script', cause: 'W02module' },
  { marker: 'W05same', kind: 'external', url: '/same.js', by: 'parser' },
  { marker: 'W06third', kind: 'external', url: 'other:/third.js', by: 'parser' },
  { marker: 'W07redirected', kind: 'external', url: 'other:/redirected.js', by: 'parser' },
  { marker: 'W08wrongtype', kind: 'external', url: '/wrongtype' },
  { marker: 'W09latin1', kind: 'external', url: '/latin1.js' },
  { marker: 'W10bom', kind: 'external', url: '/bom.js' },
  { marker: 'W11broken', kind: 'external', url: '/broken.js', executed: false },
  { marker: 'W12spoof', kind: 'inline', url: null },
  { marker: 'W13data', kind: 'data-url' },
  { marker: 'W15typed', kind: 'module', url: '/typed.js', by: 'parser' },
  { marker: 'W16async', kind: 'external', url: '/async.js' },
  { marker: 'W17defer', kind: 'external', url: '/defer.js' },
  { marker: 'W18maker', kind: 'external', url: '/maker.js' },
  { marker: 'W19text', kind: 'injected', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W20textmodule', kind: 'injected', url: null },
  { marker: 'W21blob', kind: 'blob-url', by: 'script', cause: 'W18maker' },
  { marker: 'W22written', kind: 'injected', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W23eval', kind: 'eval', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W24indirect', kind: 'eval', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W25function', kind: 'eval', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W26timer', kind: 'eval', url: null },
  { marker: 'W27evalspoof', kind: 'eval', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W28setattribute', kind: 'handler', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W29insertedhtml', kind: 'unexecuted', url: null, executed: false },
  { marker: 'W14nomodule', kind: 'unexecuted', url: null, executed: false },
  { marker: 'W30never', kind: 'handler', url: null, executed: false },
  { marker: 'W31onerror', kind: 'handler', url: null },
  { marker: 'W32svginline', kind: 'inline', url: null },
  { marker: 'W33link', kind: 'javascript-url', url: null, executed: false },
  { marker: 'W34form', kind: 'javascript-url', url: null, executed: false },
  { marker: 'W35srcdoc', kind: 'inline', url: null },
  { marker: 'W36srcdoceval', kind: 'eval', url: null, by: 'script', cause: 'W35srcdoc' },
  { marker: 'W37frame', kind: 'inline', url: null },
  { marker: 'W38frameeval', kind: 'eval', url: null, by: 'script', cause: 'W37frame' },
  { marker: 'W39crossframe', kind: 'inline', url: null },
  { marker: 'W40crosseval', kind: 'eval', url: null, by: 'script', cause: 'W39crossframe' },
  { marker: 'W41', kind: 'javascript-url', url: null },
  { marker: 'W42sandboxed', kind: 'unexecuted', url: null, executed: false },
  { marker: 'W43svgdoc', kind: 'inline', url: null },
  { marker: 'W44preload', kind: 'unexecuted', url: '/preload.js', executed: false },
  { marker: 'W45modulepreload', kind: 'unexecuted', url: '/modulepreload.js', executed: false },
  { marker: 'W46worker', kind: 'worker', url: '/worker.js' },
  {
    marker: 'W47imported',
    kind: 'imported-by-worker',
    url: '/imported.js',
    by: 'script',
    cause: 'W46worker',
  },
  { marker: 'W48workereval', kind: 'eval', url: null, by: 'script', cause: 'W46worker' },
  { marker: 'W49moduleworker', kind: 'worker', url: '/moduleworker.js' },
  { marker: 'W50workermodule', kind: 'imported-by-worker', url: '/workermodule.js' },
  { marker: 'W51shared', kind: 'shared-worker', url: '/shared.js' },
  { marker: 'W52service', kind: 'service-worker', url: '/service.js' },
  { marker: 'W53serviceimport', kind: 'imported-by-worker', url: '/serviceimport.js' },
  { marker: 'W54worklet', kind: 'worklet', url: '/worklet.js' },
  { marker: 'W55fetched', kind: 'eval', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W56popup', kind: 'inline', url: null },
  { marker: 'W57inserted', kind: 'external', url: '/inserted.js', by: 'script', cause: 'W18maker' },
  { marker: 'W58written', kind: 'external', url: '/written.js', by: 'script', cause: 'W18maker' },
  { marker: 'W59later', kind: 'eval', url: null },
  { marker: 'W60mousemove', kind: 'eval', url: null },
  { marker: 'W61wheel', kind: 'eval', url: null },
  { marker: 'W62blankeval', kind: 'eval', url: null, by: 'script', cause: 'W18maker' },
  { marker: 'W63closedshadow', kind: 'handler', url: null, executed: false },
  { marker: 'W64blobworker', kind: 'worker' },
  { marker: '\u0000asm', kind: 'wasm', url: null },
];
