// Gets a fresh clone ready: packages, then a browser. Runs before `npm run scan`, `npm test` and the like, so it must be
// quick when there is nothing to do, run on any Node since 18, and need nothing that it has yet to install.
//
//   node tools/setup.mjs                everything
//   node tools/setup.mjs --no-browser   packages only
//
// SCRIPTWARDEN_NO_INSTALL=1 refuses to install a browser. Everything is said on standard error, nothing on standard output.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './setup/browser.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { SetupError, thisMachine } from './setup/machine.mjs';

const machine = thisMachine(dirname(dirname(fileURLToPath(import.meta.url))));
try {
  ensurePackages(machine);
  if (!process.argv.includes('--no-browser')) ensureBrowser(machine);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`error: ${error.message} [${error.code}]\n  fix: ${error.fix}`);
  process.exitCode = 4;
}
