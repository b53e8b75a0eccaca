/** Code that a script makes at run time: each piece is recorded before it runs. */
import { defineHidden, exposeFunction, host, native, nativeText, own, page, textOf } from './realm.js';
import { invoke, recordCode } from './record.js';

const realEval = own.eval;
const realFunction = own.Function;

/** Runs text as a script of the page, in its global scope; what it throws is an event. */
export const runScript = (via, text) => {
  recordCode(via, text);
  return invoke(realEval, page, [prepared(text)], via);
};

/** Direct eval calls inside the text are made visible; see rewrite.ts. */
const prepared = (text) => (/\b(?:eval|import)\s*\(/.test(text) ? host.rewrite(text) : text);

const indirectEval = native(function (code) {
  if (typeof code !== 'string') return code;
  recordCode('eval', code);
  return realEval(prepared(code));
}, 'eval');

/** A direct call must find the true eval, every other use the recording one. */
let armed = false;
Object.defineProperty(page, 'eval', {
  get: native(() => {
    if (!armed) return evalNow;
    armed = false;
    return realEval;
  }, 'get eval'),
  set: native((value) => void (evalNow = value), 'set eval'),
  configurable: true,
});
let evalNow = indirectEval;

/** The two marks that rewrite.ts puts around a direct call: `__swa(eval(__swe(code)))`. */
const pass = native((value) => value, '');
Object.defineProperty(page, '__swa', {
  get: () => {
    armed = evalNow === indirectEval;
    return pass;
  },
});
Object.defineProperty(page, '__swe', {
  value: native((code) => {
    if (typeof code !== 'string') return code;
    recordCode('eval', code);
    return prepared(code);
  }, ''),
});

/** Replaces a function constructor by one that records, on the global object and on its prototype. */
function watchConstructor(real, name, isGlobal) {
  const watching = function (...args) {
    const body = args.length > 0 ? textOf(args[args.length - 1]) : '';
    recordCode('Function', body);
    return Reflect.construct(real, [...args.slice(0, -1), prepared(body)]);
  };
  native(watching, name);
  watching.prototype = real.prototype;
  defineHidden(real.prototype, 'constructor', watching);
  if (isGlobal) defineHidden(page, name, watching);
}
watchConstructor(realFunction, 'Function', true);
for (const [source, name] of [
  ['(function* () {})', 'GeneratorFunction'],
  ['(async function () {})', 'AsyncFunction'],
  ['(async function* () {})', 'AsyncGeneratorFunction'],
]) {
  watchConstructor(Object.getPrototypeOf(realEval(source)).constructor, name, false);
}

/** Functions show their own source, ours look built in: self-defending code checks both. */
const realToString = own.Function.prototype.toString;
defineHidden(
  own.Function.prototype,
  'toString',
  native(function toString() {
    const known = nativeText.get(this);
    if (known !== undefined) return known;
    const text = Reflect.apply(realToString, this, []);
    if (text.length < 200) {
      const match = /^function (\S*)\(\) \{\s+\[native code\]\s+\}$/.exec(text);
      if (match) return `function ${match[1]}() { [native code] }`;
    }
    if (!text.includes('__sw')) return text;
    return text
      .replaceAll('__swa(eval(__swe(', 'eval(')
      .replaceAll(')/*sw*/))', ')')
      .replaceAll('import(__swm(', 'import(')
      .replaceAll(')/*sm*/)', ')');
  }),
);

exposeFunction('execScript', (code) => void runScript('eval', textOf(code)));
