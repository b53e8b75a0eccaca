/** Character references of HTML: all numeric ones, and the named ones that scripts hide addresses with. */
const named = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\xa0',
  colon: ':',
  sol: '/',
  period: '.',
  equals: '=',
  lpar: '(',
  rpar: ')',
  comma: ',',
  semi: ';',
  quest: '?',
  num: '#',
  Tab: '\t',
  NewLine: '\n',
  lowbar: '_',
  hyphen: '-',
  copy: '\xa9',
  reg: '\xae',
};

export const decodeEntities = (text) =>
  text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,10}));?/gi, (whole, decimal, hex, name) => {
        if (name !== undefined) return named[name] ?? whole;
        const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '�';
      })
    : text;
