/** Texts that pictures of the page carry: some scripts keep code in them. */
import { config } from '../config.js';
import { own as realm } from '../realm.js';
import { recordProbe } from '../record.js';
import { hiddenAnswer } from '../net/request.js';
import { inner } from './node.js';

const isText = /^(?:alt|title|data-.+)$/;

/** Whether a picture stands in the page and was not made by the script. */
const isOfPage = ({ tag, filled, invented }) => tag === 'img' && (filled === true || invented === true);

/** What a picture's text says where nobody can know: code, in a world that answers what scripts hope for. */
export function imageText(element, name) {
  const own = inner(element);
  if (!isOfPage(own) || !isText.test(name)) return undefined;
  recordProbe('image-text');
  return config.willing ? hiddenAnswer : undefined;
}

export function imageData(element, data) {
  if (imageText(element, 'data-any') === undefined) return data;
  return new realm.Proxy(data, {
    get: (target, key) => (typeof key === 'symbol' ? undefined : hiddenAnswer),
  });
}
