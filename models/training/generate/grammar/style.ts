import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { minify_sync } from 'terser';
import type { Random } from '../random.ts';

/** True when a browser could read it, as a classic script or as a module. */
export function parses(text: string): boolean {
  for (const sourceType of ['script', 'module'] as const) {
    try {
      parse(text, { ecmaVersion: 'latest', sourceType });
      return true;
    } catch {
      // The other source type may still read it; "no" is an answer here, not a fault.
    }
  }
  return false;
}

/** The same script as another author, tool chain or decade would have shipped it. Both classes go through it alike. */
export function styled(r: Random, code: string): string {
  const dialect = r.chance(0.4) ? modern(code) : code;
  const dressed = r.pick([plain, plain, iife, iife, guarded, umd, webpack, browserify, classBased, asyncMain, module])(r, dialect);
  const shipped = shippedAs(r, parses(dressed) ? dressed : code);
  return parses(shipped) ? shipped : code;
}

/** Arrow functions and block-scoped names; the old text when the new one would not parse. */
export function modern(code: string): string {
  const arrows = /\b(?:this|arguments|new\.target)\b/.test(code)
    ? code
    : code.replace(/(^|[=(,:?]\s*|return )function\(([\w$,\s]*)\)\s*\{/g, '$1($2)=>{');
  const withNames = (parses(arrows) ? arrows : code).replace(/\bvar /g, 'let ');
  return parses(withNames) ? withNames : parses(arrows) ? arrows : code;
}

type Dress = (r: Random, code: string) => string;

const plain: Dress = (_r, code) => code;
const iife: Dress = (r, code) =>
  r.pick([`(function(){${code}})();`, `!function(){${code}}();`, `;(function(w,d){'use strict';${code}})(window,document);`, `(()=>{${code}})();`, `(function($){${code}})(jQuery);`]);
const guarded: Dress = (_r, code) => `try{(function(){${code}})()}catch(e){}`;
const umd: Dress = (r, code) =>
  `(function(root,factory){if(typeof define==='function'&&define.amd){define([],factory)}else if(typeof module==='object'&&module.exports){module.exports=factory()}else{root.${r.pick(['app', 'widget', 'plugin', 'sdk', 'lib'])}=factory()}})(this,function(){${code}\nreturn {init:function(){}}});`;
const webpack: Dress = (r, code) => {
  const [id, other] = [r.int(10, 999), r.int(1000, 9999)];
  return `(()=>{var e={${other}:(e,t)=>{t.debounce=function(e,t){let n;return(...r)=>{clearTimeout(n),n=setTimeout(()=>e(...r),t)}}},${id}:function(e,t,n){${r.chance(0.5) ? `n(${other});` : ''}${code}}},t={};function n(r){var o=t[r];if(void 0!==o)return o.exports;var i=t[r]={exports:{}};return e[r].call(i.exports,i,i.exports,n),i.exports}n.o=(e,t)=>Object.prototype.hasOwnProperty.call(e,t);n(${id})})();`;
};
const browserify: Dress = (_r, code) =>
  `(function(){function r(e,n,t){function o(i){if(!n[i]){var p=n[i]={exports:{}};e[i][0].call(p.exports,function(r){return o(e[i][1][r]||r)},p,p.exports)}return n[i].exports}for(var i=0;i<t.length;i++)o(t[i]);return o}return r})()({1:[function(require,module,exports){${code}\n},{}]},{},[1]);`;
const classBased: Dress = (r, code) => {
  const name = r.pick(['App', 'Widget', 'Checkout', 'Tracker', 'Module', 'Controller', 'Main', 'Plugin']) + r.pick(['', 'Base', 'View', 'Core']);
  return `class ${name}{constructor(options){this.options=Object.assign({},options);this.start()}start(){${code}}}new ${name}({});`;
};
const asyncMain: Dress = (_r, code) => `(async()=>{await new Promise(r=>setTimeout(r,0));${code}})();`;
const module: Dress = (_r, code) => `${code}\nexport const version='1.${code.length % 10}';`;

/** Minifiers and beautifiers as they are set up in the wild. */
function shippedAs(r: Random, code: string): string {
  try {
    switch (r.int(0, 9)) {
      case 0:
      case 1:
        return transformSync(code, { minify: true, logLevel: 'silent' }).code;
      case 2:
        return transformSync(code, { minify: false, logLevel: 'silent' }).code;
      case 3:
        return transformSync(code, { minifyWhitespace: true, minifyIdentifiers: true, target: r.pick(['es2015', 'es2020']), logLevel: 'silent' }).code;
      case 4:
      case 5:
        return minify_sync(code, { compress: { passes: r.int(1, 2), sequences: r.chance(0.7) }, mangle: { toplevel: r.chance(0.4) } }).code ?? code;
      case 6:
        return minify_sync(code, { compress: false, mangle: r.chance(0.5), format: { braces: true, semicolons: r.chance(0.5), ascii_only: r.chance(0.5) } }).code ?? code;
      default:
        return code;
    }
  } catch {
    // A tool that cannot read a dialect leaves the script as it was written.
    return code;
  }
}
