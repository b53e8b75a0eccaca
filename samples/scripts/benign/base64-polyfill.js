(function (root) {
  var chars = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';
  root.btoa = root.btoa || function (input) {
    var str = String(input), output = '';
    for (var block, code, i = 0, map = chars; str.charAt(i | 0) || ((map = '='), i % 1); output += map.charAt(63 & (block >> (8 - (i % 1) * 8)))) {
      code = str.charCodeAt((i += 3 / 4));
      if (code > 0xff) throw new Error('btoa: characters outside Latin1');
      block = (block << 8) | code;
    }
    return output;
  };
  root.atob = root.atob || function (input) {
    var str = String(input).replace(/=+$/, ''), output = '';
    for (var bc = 0, bs, buffer, i = 0; (buffer = str.charAt(i++)); ~buffer && ((bs = bc % 4 ? bs * 64 + buffer : buffer), bc++ % 4) ? (output += String.fromCharCode(255 & (bs >> ((-2 * bc) & 6)))) : 0) {
      buffer = chars.indexOf(buffer);
    }
    return output;
  };
})(typeof window !== 'undefined' ? window : this);
