import assert from 'node:assert/strict';
import { otherShopper, shopper } from '../../../../analyzer/emulator/canary/values.ts';

describe('the two shoppers', () => {
  for (const [field, value] of Object.entries(shopper))
    it(`differ in ${field} by content, not by length`, () => {
      assert.notEqual(otherShopper[field], value);
      assert.equal(otherShopper[field]!.length, value.length);
    });

  it('have addresses and login names that tell no part of the name', () => {
    for (const one of [shopper, otherShopper])
      for (const part of one['card-name']!.toLowerCase().split(' '))
        for (const field of ['email', 'username', 'password'])
          assert.ok(!one[field]!.toLowerCase().includes(part));
  });
});
