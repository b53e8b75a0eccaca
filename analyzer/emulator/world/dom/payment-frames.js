/**
 * The frames in which payment services take card data. A script that puts a frame of its own in the place of one, or another
 * address into it, has the shopper type into that: no request shows it, so it is an event.
 */
import { config } from '../config.js';
import { record } from '../record.js';
import { resolveUrl } from '../url.js';
import { hooks, inner, insert } from './node.js';

/** Boxes in which such a frame stands or stood, with what it was asked for by; what is put there stands in its place. */
const places = new WeakMap();
const target = 'the frame of a payment service';

const addressOf = (element) => {
  const url = inner(element).attributes.get('src') ?? '';
  return url === '' ? undefined : (resolveUrl(url) ?? url).slice(0, 4096);
};
const namesOf = (element) =>
  ['id', 'name', 'class', 'src', 'title'].map((name) => inner(element).attributes.get(name) ?? '').join(' ');

/** Puts a made-up frame into a box of its own, as services have it, so that its place is told from the rest of the form. */
export function placeFrame(parent, frame) {
  const box = hooks.create('div');
  inner(box).attributes.set('class', 'card-element');
  inner(box).filled = true;
  places.set(box, namesOf(frame).slice(0, 200));
  insert(parent, box, null);
  insert(box, frame, null);
}

/** Another address for the frame itself. */
function readdressed(element) {
  record('form-action', { url: addressOf(element), target, service: places.get(inner(element).parent) });
}

/** A frame of the script's comes where that of the service is or was. */
export function framePlaced(element) {
  const own = inner(element);
  if (own.invented === true) return readdressed(element);
  const url = addressOf(element);
  if (url === undefined || own.inPlace === url) return;
  for (let node = own.parent, up = 0; node && up < 4; node = inner(node).parent, up++) {
    // What goes into the frame itself took it for a box: a service does, to show its own frame there.
    if (inner(node).tag === 'iframe') return;
    if (!places.has(node)) continue;
    own.inPlace = url;
    record('form-action', { url, target, service: places.get(node) });
    return;
  }
}

/** For a script that speaks of such frames: one that answers to every service it names, wherever and however it looks. */
export function openFrame() {
  const named = config.services;
  if (!config.lenient || named.length === 0) return;
  const frame = hooks.create('iframe');
  const src = `https://pay.shop.example/${named.join('/')}`;
  inner(frame).invented = true;
  inner(frame).fetched = src;
  inner(frame).attributes.set('src', src).set('name', named.join('-')).set('title', named.join(' '));
  hooks.open = false;
  placeFrame(hooks.checkout, frame);
  hooks.open = true;
}
