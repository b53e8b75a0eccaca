import assert from 'node:assert/strict';
import { decisiveStatus, statusOfResults, type ExitStatus } from '../../../cli/support/exit-status.ts';

describe('the exit status', () => {
  const order: ExitStatus[] = [130, 2, 4, 1, 3, 0];
  it('is the first that applies of 130, 2, 4, 1, 3, 0', () => {
    for (const [index, status] of order.entries()) {
      assert.equal(decisiveStatus(order.slice(index).reverse()), status);
    }
    assert.equal(decisiveStatus([]), 0);
  });

  const benign = { verdict: 'benign' } as const;
  const suspicious = { verdict: 'suspicious' } as const;
  const malicious = { verdict: 'malicious' } as const;

  it('is 1 for a finding, complete or not', () => {
    assert.equal(statusOfResults([benign, malicious], true, 'malicious'), 1);
    assert.equal(statusOfResults([malicious], false, 'malicious'), 1);
  });

  it('counts suspicious only when asked', () => {
    assert.equal(statusOfResults([suspicious], true, 'malicious'), 0);
    assert.equal(statusOfResults([suspicious], true, 'suspicious'), 1);
    assert.equal(statusOfResults([malicious], true, 'suspicious'), 1);
  });

  it('is 3 when something is missing and nothing was found', () => {
    assert.equal(statusOfResults([benign], false, 'malicious'), 3);
    assert.equal(statusOfResults([], true, 'malicious'), 0);
  });
});
