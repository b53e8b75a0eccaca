// Runs in QuickJS before a decoder does: what decoders take for granted in a page, and nothing that differs from run to run.
(() => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  define('atob', function atob(text) {
    const clean = String(text)
      .replace(/[\t\n\f\r ]/g, '')
      .replace(/={1,2}$/, '');
    let bits = 0;
    let held = 0;
    let out = '';
    for (let at = 0; at < clean.length; at++) {
      const value = alphabet.indexOf(clean[at]);
      if (value < 0) throw new Error('InvalidCharacterError');
      held = ((held << 6) | value) & 0xffff;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      out += String.fromCharCode((held >> bits) & 255);
    }
    return out;
  });
  define('btoa', function btoa(text) {
    const bytes = String(text);
    let out = '';
    for (let at = 0; at < bytes.length; at += 3) {
      const [a, b, c] = [bytes.charCodeAt(at), bytes.charCodeAt(at + 1), bytes.charCodeAt(at + 2)];
      out += alphabet[a >> 2] + alphabet[((a & 3) << 4) | (b >> 4 || 0)];
      out += at + 1 < bytes.length ? alphabet[((b & 15) << 2) | (c >> 6 || 0)] : '=';
      out += at + 2 < bytes.length ? alphabet[c & 63] : '=';
    }
    return out;
  });
  for (const name of ['window', 'self', 'top', 'parent', 'frames']) define(name, globalThis);
  define(
    'console',
    Object.fromEntries(['log', 'warn', 'error', 'info', 'debug'].map((name) => [name, () => {}])),
  );
  // How often chance or the clock was asked: what rests on them is no constant.
  let moments = 0;
  define('$moments', () => moments);
  Math.random = () => {
    moments++;
    return 0.5;
  };
  const RealDate = Date;
  const moment = 1_700_000_000_000;
  class FixedDate extends RealDate {
    constructor(...args) {
      super(...(args.length > 0 ? args : [FixedDate.now()]));
    }
    static now() {
      moments++;
      return moment;
    }
  }
  define('Date', FixedDate);
})();
