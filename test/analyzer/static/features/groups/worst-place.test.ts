import { raises } from '../features-of.ts';

describe('worst-place', () => {
  raises('worst-place', [
    ['both-card-network', 'fetch("/a", { body: q("#cvv").value })'],
    ['both-decode-dynamic', 'eval(atob("YQ=="))'],
  ]);
});
