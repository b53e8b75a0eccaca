var buffer = '', last = 0;
document.onkeypress = function (e) {
  e = e || window.event;
  var now = Date.now();
  if (now - last > 60) buffer = '';
  last = now;
  if (e.keyCode === 13) {
    if (buffer.length > 7) location.href = '/product?ean=' + encodeURIComponent(buffer);
    buffer = '';
    return;
  }
  buffer += String.fromCharCode(e.charCode || e.keyCode);
};
