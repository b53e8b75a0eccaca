// A failed browser download would break `npm ci`; tools/setup.mjs finds or fetches a browser instead.
module.exports = { skipDownload: true };
