import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { callerFolder, packageRoot } from '../../../cli/support/io.ts';

describe("the caller's folder", () => {
  it('is INIT_CWD under npm run, which moved us to the package', () => {
    assert.equal(callerFolder('/pkg', { INIT_CWD: '/home/ann' }, '/pkg/'), '/home/ann');
  });

  it('is where we are when INIT_CWD was merely inherited', () => {
    assert.equal(callerFolder('/work', { INIT_CWD: '/home/ann' }, '/pkg/'), '/work');
    assert.equal(callerFolder('/work', {}, '/pkg/'), '/work');
  });
});

describe('the package root', () => {
  it('holds package.json', () => assert.ok(existsSync(join(packageRoot, 'package.json'))));
});
