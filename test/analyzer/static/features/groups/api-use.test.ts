import { raises } from '../features-of.ts';

describe('api-use', () => {
  raises('api-use', [
    ['used-fetch', 'fetch("/a")'],
    ['used-atob', 'window["atob"](a)'],
    ['event-submit', 'f.addEventListener("submit", g)'],
  ]);
});
