/**
 * Markup as a script hopes for it. Skimmers made for one shop cut names and addresses out of its markup by patterns; no decoy
 * page can hold them all, so that in a lenient world a pattern of markup that fits nowhere finds what it speaks of.
 */
import { config } from './config.js';
import { fieldKind } from './fields.js';
import { native, own, textOf } from './realm.js';

/** What stands in markup; cards do not. */
const ofMarkup = /^(?:name|email|phone|address|city|postcode)$/;
const limits = { pattern: 400, groups: 9 };

/** How many groups a pattern has. */
const groupsIn = (source) => (source.replace(/\\.|\[[^\]]*\]/g, '').match(/\((?!\?)/g) ?? []).length;

export function makeMarkupFit() {
  const real = own.String.prototype.match;
  const match = function (...args) {
    const found = Reflect.apply(real, this, args);
    if (found !== null || !(args[0] instanceof own.RegExp)) return found;
    const source = textOf(args[0].source);
    const groups = groupsIn(source);
    const isOfMarkup = /[<>]|data-bind|value=/.test(source) && textOf(this).includes('<');
    if (!isOfMarkup || groups === 0 || groups > limits.groups || source.length > limits.pattern) return found;
    const kind = fieldKind(source) ?? '';
    const value = config.canaries[ofMarkup.test(kind) ? kind : 'name'];
    return own.Array.from({ length: groups + 1 }, () => value);
  };
  Object.defineProperty(own.String.prototype, 'match', {
    value: native(match, 'match'),
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
