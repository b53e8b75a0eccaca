import { randomBytes, scryptSync } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import type { StoreAddress } from '../../store/index.ts';
import { createSecretBox, keyBytes, type SecretBox } from './secret-box.ts';

/** Name of the generated key below the data folder. A backup of the database does not hold it. */
export const keyFile = 'secret.key';

export interface KeyPlace {
  address: StoreAddress;
  /** What SCRIPTWARDEN_SECRET_KEY says; the key file counts only without it. */
  secretKey?: string | null | undefined;
}

/**
 * The secret box of this installation: keys from SCRIPTWARDEN_SECRET_KEY, else from the data folder's key file, which is
 * made when it is not there.
 * @throws ScriptwardenError SW_SECRET_KEY_MISSING on PostgreSQL without the variable; SW_SECRET_KEY_INVALID.
 */
export function openSecretBox({ address, secretKey }: KeyPlace): SecretBox {
  const given = secretKey?.trim();
  if (given) return createSecretBox(parseKeys(given, 'SCRIPTWARDEN_SECRET_KEY'));
  if ('dataDir' in address) return createSecretBox(readKeyFile(join(address.dataDir, keyFile)));
  throw new ScriptwardenError('SW_SECRET_KEY_MISSING', {
    message: 'SCRIPTWARDEN_SECRET_KEY is not set, and a PostgreSQL store needs it to encrypt secrets.',
    fix: 'Make one with `openssl rand -base64 32`, and give every server and worker the same.',
  });
}

/** The same, but nothing is read or made before the first secret is sealed or opened. */
export function lazySecretBox(place: () => KeyPlace): SecretBox {
  let opened: SecretBox | undefined;
  const box = (): SecretBox => (opened ??= openSecretBox(place()));
  return {
    seal: (plain, context) => box().seal(plain, context),
    open: (sealed, context) => box().open(sealed, context),
    isCurrent: (sealed) => box().isCurrent(sealed),
  };
}

/**
 * Reads keys, parted by commas or white space, the newest first: 32 bytes each as base64, base64url or 64 hexadecimal
 * digits. Any other text of 32 characters and more is stretched by scrypt, so that a guess costs a thief of the database
 * time; it must still be random.
 * @throws ScriptwardenError SW_SECRET_KEY_INVALID, which never tells what was given
 */
export function parseKeys(text: string, source: string): Uint8Array[] {
  return text
    .trim()
    .split(/[\s,]+/)
    .map((word, index) => {
      const bytes = parseKey(word);
      if (bytes) return bytes;
      throw invalid(
        `Key ${index + 1} in ${source} is shorter than 32 random bytes or characters, or repeats itself`,
        'Make one with `openssl rand -base64 32`.',
      );
    });
}

function parseKey(word: string): Uint8Array | null {
  const encoding = /^[0-9a-f]{64}$/i.test(word) ? 'hex' : /^[\w+/-]{43}=?$/.test(word) ? 'base64url' : null;
  const bytes = encoding && Buffer.from(word, encoding);
  // 32 random bytes hold fewer than 16 different ones about never: such a text was typed by hand.
  if (bytes?.length === keyBytes && new Set(bytes).size >= 16) return bytes;
  if (word.length < 32 || new Set(word).size < 10) return null;
  return scryptSync(word, 'scriptwarden secret key', keyBytes, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 });
}

function readKeyFile(file: string): Uint8Array[] {
  const text = readIfThere(file) ?? makeKeyFile(file);
  // Groups may read it: mounted volumes set that by themselves.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0) {
    throw invalid(`The key file ${file} can be read by everybody on this machine`, `Run chmod 600 on it.`);
  }
  return parseKeys(text, file);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw invalid(`The key file ${file} cannot be read`, 'Give the file to the user that runs this.', cause);
  }
}

/** Two processes may start at once: the file appears whole under its name, and the first one counts. */
function makeKeyFile(file: string): string {
  const partial = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const descriptor = openSync(partial, 'wx', 0o600);
    try {
      fchmodSync(descriptor, 0o600);
      writeSync(descriptor, `${randomBytes(keyBytes).toString('base64')}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    nameIt(partial, file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw invalid(
        `The key file ${file} cannot be written`,
        'Make the data folder writable, or set SCRIPTWARDEN_SECRET_KEY.',
        cause,
      );
    }
  } finally {
    rmSync(partial, { force: true });
  }
  return readFileSync(file, 'utf8');
}

/** File systems without links give the name at once, which a process that starts at the same moment may see empty. */
function nameIt(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(partial, file, constants.COPYFILE_EXCL);
  }
}

function invalid(what: string, fix: string, cause?: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_SECRET_KEY_INVALID', { message: `${what}.`, fix, cause });
}
