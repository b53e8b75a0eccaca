var $buoop = { required: { e: -4, f: -3, o: -3, s: -1, c: -3 }, insecure: true, api: 2024 };
function $buo_f() {
  var ua = navigator.userAgent;
  if (!/MSIE|Trident/.test(ua)) return;
  var bar = document.createElement('div');
  bar.innerHTML = 'Your browser is out of date. <a href="https://browser-update.example/update.html">Update it</a> for more security and comfort. <button>×</button>';
  bar.style.cssText = 'position:fixed;top:0;left:0;right:0;background:#fdf2ab;padding:8px;text-align:center;z-index:111111';
  document.body.insertBefore(bar, document.body.firstChild);
  bar.getElementsByTagName('button')[0].onclick = function () { bar.style.display = 'none'; };
}
try { document.addEventListener('DOMContentLoaded', $buo_f, false); } catch (e) { window.attachEvent('onload', $buo_f); }
