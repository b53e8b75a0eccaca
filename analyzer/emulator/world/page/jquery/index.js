/**
 * jQuery as shops have it, over this world's DOM; `$('cc_number')`, `$$` and `$F` as Prototype has them too. Methods of
 * plugins that are not here do nothing and answer with the collection.
 */
import { defineHidden, isFunction, list, native, own, page, plain, textOf } from '../../realm.js';
import { record } from '../../record.js';
import { lend } from '../../decoy.js';
import { queryAll } from '../../dom/query.js';
import { hooks } from '../../dom/node.js';
import { JQuery, find, wrap } from './collection.js';
import { statics } from './statics.js';
import './traversal.js';
import './change.js';
import './listen.js';

export function $(what, context) {
  if (isFunction(what)) return wrap([hooks.document]).ready(what);
  if (what instanceof JQuery) return what;
  return wrap(find(what, context));
}
Object.assign($, plain(statics), {
  fn: JQuery.prototype,
  expr: plain({ ':': plain({}) }),
  support: plain({ cors: true }),
  event: plain({ special: plain({}) }),
  browser: plain({ webkit: true, version: '139' }),
});
native($, 'jQuery');
$.prototype = JQuery.prototype;
Object.setPrototypeOf(
  JQuery.prototype,
  new own.Proxy(own.Object.prototype, {
    get(target, key, receiver) {
      if (
        typeof key === 'symbol' ||
        key in target ||
        receiver === JQuery.prototype ||
        key === 'then' ||
        key === 'toJSON'
      ) {
        return key === Symbol.iterator ? own.Array.prototype.values : Reflect.get(target, key);
      }
      return native((...args) => {
        record('call', { path: `jQuery.${key}`, args: [] });
        lend(args, `jQuery.${key}`);
        return receiver;
      }, key);
    },
  }),
);

for (const name of ['$', 'jQuery', '$j', '$jq', 'jq', 'jQ']) defineHidden(page, name, $);
defineHidden(
  page,
  '$$',
  native((selector) => list(queryAll(hooks.document, textOf(selector))), '$$'),
);
defineHidden(
  page,
  '$F',
  native((id) => find(textOf(id))[0]?.value, '$F'),
);
