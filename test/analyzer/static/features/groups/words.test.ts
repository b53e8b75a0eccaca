import { raises } from '../features-of.ts';

describe('words', () => {
  raises('words', [
    ['distinct-card', 'q("#cc-number")'],
    ['distinct-card', 'var a = { cardNumber: 1 }'],
    ['distinct-card', 'a = "expiryDate"'],
    ['distinct-checkout', 'if (/x/.test(location)) b("onepage-checkout")'],
    ['distinct-miner', 'new CoinHive.Anonymous("k")'],
    ['distinct-wallet', 'a.setApprovalForAll(b)'],
    ['distinct-analytics', 'gtag("event")'],
    ['distinct-vendor', 'Stripe("k")'],
    ['distinct-exploit', 'new ActiveXObject("x")'],
  ]);
});
