import assert from 'node:assert/strict';
import { CommanderError } from 'commander';
import { describeError, statusOfError } from '../../../cli/support/errors.ts';
import { ScriptwardenError } from '../../../core/errors/index.ts';

const missing = new ScriptwardenError('SW_MODEL_MISSING', { message: 'No\x1b model.', fix: 'Get one.' });

describe('errors on the command line', () => {
  it('tell message, code and fix, with control characters escaped', () => {
    assert.equal(describeError(missing, false), 'error: No\\x1b model. [SW_MODEL_MISSING]\n  fix: Get one.');
    assert.equal(statusOfError(missing), 4);
  });

  it('are one line of JSON where JSON was asked for', () => {
    assert.deepEqual(JSON.parse(describeError(missing, true)), {
      error: { code: 'SW_MODEL_MISSING', message: 'No\x1b model.', fix: 'Get one.' },
    });
  });

  it('are wrong use when commander refuses the arguments', () => {
    const refused = new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'");
    assert.match(describeError(refused, false), /^error: Unknown option '--x'\. \[SW_USAGE\]/);
    assert.equal(statusOfError(refused), 2);
  });

  it('are a fault of ours otherwise, with the stack', () => {
    const fault = new TypeError('x is not a function');
    assert.match(describeError(fault, false), /x is not a function \[SW_INTERNAL\][\s\S]*at /);
    assert.equal(statusOfError(fault), 4);
  });
});
