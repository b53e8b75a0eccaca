import assert from 'node:assert/strict';
import { fieldsOfSelector } from '../../../../analyzer/static/flow/selectors.ts';

describe('fieldsOfSelector', () => {
  for (const selector of ['input', 'form input', 'input[type=text]', ':input', 'select, input'])
    it(`takes ${selector} for every input`, () => assert.deepEqual(fieldsOfSelector(selector), ['*']));

  for (const selector of ['input[type=search]', '[type="email"]', 'input[type=radio]:checked'])
    it(`keeps ${selector} as it is`, () => assert.deepEqual(fieldsOfSelector(selector), [selector]));
});
