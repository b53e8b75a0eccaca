import assert from 'node:assert/strict';
import { identityOf } from '../../../crawler/browser/user-agent.ts';

describe('identityOf', () => {
  it('gives the reduced user agent of a visible Chromium', () => {
    assert.deepEqual(identityOf('Chromium 156.0.8078.79 built on Debian', 'linux'), {
      userAgent:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    });
  });

  it('replaces the client hints of branded Chrome, which say headless', () => {
    const brands = identityOf('Google Chrome 156.0.8078.79', 'linux')?.metadata?.brands?.map(
      ({ brand }) => brand,
    );
    assert.deepEqual(brands, ['Not:A-Brand', 'Chromium', 'Google Chrome']);
  });

  it('leaves a browser without a version as it is', () => {
    assert.equal(identityOf('something else'), undefined);
  });
});
