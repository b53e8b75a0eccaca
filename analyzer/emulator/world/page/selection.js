/** What a person has marked on the page, and what copying it puts on the clipboard. */
import { canaryOf } from '../fields.js';
import { native, page, plain } from '../realm.js';
import { clip, enterPhase, invoke, record } from '../record.js';
import { ClipboardEvent, fire, hasHandlers } from '../events.js';
import { currentValue } from '../dom/controls.js';
import { hooks } from '../dom/node.js';

export const selection = { text: '' };

let writeText = null;
/** By the page's own button, through a function that the script has put in the place of the browser's. */
export const copiesOtherwise = () => writeText !== null && page.navigator.clipboard.writeText !== writeText;
export const noteWriteText = (fn) => void (writeText = fn);

/** `document.execCommand('copy')` */
hooks.copy = () => {
  const text = hooks.selected ? currentValue(hooks.selected) : selection.text;
  record('clipboard', { op: 'write', text: clip(text, 8192) });
};

/** Addresses to pay to, as people copy them; they belong to nobody. */
const addresses = () => [
  canaryOf('wallet'),
  'bc1qz7m4w0x3k9d2f8h5j6l7n8p9q0r2s3t4u5v6w7',
  '1Bq7Zk3mWx9tNf4sRd8HuYc2LpVe5gJa6T',
  'TBq7Zk3mWx9tNf4sRd8HuYc2LpVe5gJa6T',
];

/** The visitor copies what some scripts wait for. */
export function copyAddresses() {
  if (!hasHandlers(hooks.body, 'copy') && !copiesOtherwise()) return;
  for (const selected of addresses()) {
    selection.text = selected;
    const setData = native((type, text) => {
      record('clipboard', { op: 'replace', selected, text: clip(text, 8192) });
    }, 'setData');
    const clipboardData = plain({ setData, getData: () => selected, clearData: () => undefined });
    fire(hooks.body, 'copy', () => new ClipboardEvent('copy', { clipboardData }));
    if (copiesOtherwise()) {
      enterPhase('event:copy');
      invoke(page.navigator.clipboard.writeText, page.navigator.clipboard, [selected], 'clipboard.writeText');
    }
  }
  selection.text = '';
}
