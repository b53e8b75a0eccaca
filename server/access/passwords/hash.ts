import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** How costly a guess is. Stored with each hash, so that it can be raised later. */
export interface Cost {
  /** Binary logarithm of scrypt's N. */
  logN: number;
  r: number;
  p: number;
}

/** One of the settings that the Password Storage Cheat Sheet of OWASP holds equal; a hash takes 64 MiB. */
export const usualCost: Cost = { logN: 16, r: 8, p: 2 };

const saltBytes = 16;
const hashBytes = 32;

/** A salted hash in PHC form: `$scrypt$ln=16,r=8,p=2$salt$hash`. */
export async function hashPassword(password: string, cost: Cost): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await stretch(password, salt, hashBytes, cost);
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${encode(salt)}$${encode(hash)}`;
}

/** Whether the password is the one of the hash; false for what is no hash of ours. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/.exec(stored);
  if (!parts) return false;
  const [logN, r, p] = parts.slice(1, 4).map(Number);
  const [salt, hash] = parts.slice(4).map((text) => Buffer.from(text, 'base64'));
  const given = await stretch(password, salt!, hash!.length, { logN: logN!, r: r!, p: p! });
  return timingSafeEqual(given, hash!);
}

/** Whether a hash was made at another cost and should be made anew when the password is at hand. */
export function isOutdated(stored: string, { logN, r, p }: Cost): boolean {
  return !stored.startsWith(`$scrypt$ln=${logN},r=${r},p=${p}$`);
}

function stretch(password: string, salt: Buffer, bytes: number, { logN, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** logN;
  const options: ScryptOptions = { N, r, p, maxmem: 128 * r * (N + p + 2) };
  return new Promise((resolve, reject) => {
    scrypt(normal(password), salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** Keyboards and systems write the same letters in several ways (NIST SP 800-63B, 3.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
