import assert from 'node:assert/strict';
import { SetupError } from '../../../tools/setup/machine.mjs';
import { ensurePackages, whyInstall } from '../../../tools/setup/packages.mjs';
import { fakeMachine } from './fake-machine.ts';

interface Entry {
  version: string;
  integrity: string;
  optional?: boolean;
}
const acorn: Entry = { version: '8.19.0', integrity: 'sha512-a' };
const macOnly: Entry = { version: '1.0.0', integrity: 'sha512-m', optional: true };
const lock = (packages: Record<string, Entry>): string =>
  JSON.stringify({ packages: { '': {}, ...packages } });

function checkout(wanted: Record<string, Entry>, installed?: Record<string, Entry>): Record<string, string> {
  return {
    '/checkout/package-lock.json': lock(wanted),
    ...(installed && { '/checkout/node_modules/.package-lock.json': lock(installed) }),
  };
}

describe('the packages', () => {
  it('are left alone when they match the lock file', () => {
    const files = checkout({ 'node_modules/acorn': acorn }, { 'node_modules/acorn': acorn });
    const machine = fakeMachine({ files });
    ensurePackages(machine);
    assert.deepEqual([machine.commands, machine.said], [[], []]);
  });

  it('may lack optional ones for other systems', () => {
    const files = checkout(
      { 'node_modules/acorn': acorn, 'node_modules/mac': macOnly },
      { 'node_modules/acorn': acorn },
    );
    assert.equal(whyInstall(fakeMachine({ files })), null);
  });

  const changes: [string, Record<string, Entry> | undefined][] = [
    ['are missing', undefined],
    ['lack one', {}],
    ['hold another version', { 'node_modules/acorn': { ...acorn, version: '8.18.0' } }],
    ['hold another content', { 'node_modules/acorn': { ...acorn, integrity: 'sha512-b' } }],
    ['hold one too many', { 'node_modules/acorn': acorn, 'node_modules/old': acorn }],
  ];
  for (const [name, installed] of changes) {
    it(`are installed when they ${name}`, () => {
      const machine = fakeMachine({ files: checkout({ 'node_modules/acorn': acorn }, installed) });
      ensurePackages(machine);
      assert.match(machine.commands.join(), /^npm ci /);
      assert.match(machine.said.join(), /installing packages/);
    });
  }

  it('are installed when the record of what is installed is damaged', () => {
    const files = {
      ...checkout({ 'node_modules/acorn': acorn }),
      '/checkout/node_modules/.package-lock.json': '{',
    };
    assert.ok(whyInstall(fakeMachine({ files })));
  });

  it('are installed by the npm of the host, not by the Node inside node_modules', () => {
    let path: string | undefined;
    const machine = fakeMachine({
      env: { PATH: '/checkout/node_modules/.bin:/usr/bin' },
      files: checkout({ 'node_modules/acorn': acorn }),
      run: (_command, _args, env) => {
        path = env?.PATH;
        return true;
      },
    });
    ensurePackages(machine);
    assert.equal(path, '/usr/bin');
  });

  it('end in a clear error when npm fails', () => {
    const machine = fakeMachine({ files: checkout({ 'node_modules/acorn': acorn }) }, () => false);
    assert.throws(
      () => ensurePackages(machine),
      (error: unknown) => error instanceof SetupError && error.message.includes('npm ci') && error.fix !== '',
    );
  });

  it('end in a clear error when they brought no Node and the host has an old one', () => {
    const files = checkout({ 'node_modules/acorn': acorn }, { 'node_modules/acorn': acorn });
    assert.throws(() => ensurePackages(fakeMachine({ files, nodeVersion: 'v20.1.0' })), /too old/);
    ensurePackages(
      fakeMachine({ files, nodeVersion: 'v20.1.0', programs: ['/checkout/node_modules/.bin/node'] }),
    );
  });
});
