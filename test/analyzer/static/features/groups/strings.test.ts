import { raises } from '../features-of.ts';

describe('strings', () => {
  raises('strings', [
    ['urls', 'a = "https://cdn.shop.example/x.js"'],
    ['base64', 'a = "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ"'],
    ['hex', 'a = "68656c6c6f20776f726c642068656c6c6f"'],
    ['percent-escaped', 'a = unescape("%u9090%u9090%u9090%u9090%u9090")'],
    ['ip-hosts', 'fetch("https://192.0.2.1/a")'],
  ]);
});
