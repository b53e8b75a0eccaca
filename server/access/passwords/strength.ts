import { ScriptwardenError } from '../../../core/errors/index.ts';

export const shortestPassword = 12;
/** Longer ones only cost time. */
export const longestPassword = 256;

/** Beginnings and middles of what people choose when they are asked for something long. */
const usualWords = [
  ...[
    'password',
    'passwort',
    'passphrase',
    'passw0rd',
    'p@ssw0rd',
    'p@ssword',
    'letmein',
    'welcome',
    'changeme',
  ],
  ...[
    'administrator',
    'admin',
    'superuser',
    'default',
    'secret',
    'iloveyou',
    'qwertyuiop',
    'qwertzuiop',
    'azertyuiop',
  ],
  ...[
    'asdfghjkl',
    'yxcvbnm',
    'zxcvbnm',
    'qwerty',
    'qwertz',
    'azerty',
    '1q2w3e4r5t',
    '1q2w3e4r',
    'zaq12wsx',
    'trustno',
  ],
  ...[
    'sunshine',
    'princess',
    'football',
    'baseball',
    'monkey',
    'dragon',
    'master',
    'summer',
    'winter',
    'spring',
  ],
  ...[
    'autumn',
    'scriptwarden',
    'warden',
    'script',
    'security',
    'company',
    'monitoring',
    'correcthorsebatterystaple',
  ],
];

/**
 * What is left of a password without usual words, the user's own name, counting, repetitions and years: less than six
 * characters are no more than a decoration, and guessed as such.
 */
const leastRest = 6;

/** @throws ScriptwardenError SW_PASSWORD_WEAK, which tells the rule and never the password */
export function checkPassword(password: string, userName: string): void {
  const { length } = Array.from(password);
  if (length < shortestPassword) throw weak(`shorter than ${shortestPassword} characters`);
  if (length > longestPassword) throw weak(`longer than ${longestPassword} characters`);
  if (restOf(password, userName).length < leastRest) {
    throw weak('made of usual words, your name, or a row of characters');
  }
}

function restOf(password: string, userName: string): string[] {
  const names = userName.split(/[@._+-]/).filter((part) => part.length >= 3);
  const words = [...usualWords, userName.toLowerCase(), ...names].sort(
    (one, other) => other.length - one.length,
  );
  let rest = password.normalize('NFKC').toLowerCase();
  for (const word of words) rest = rest.replaceAll(word, ' ');
  rest = rest.replaceAll(/(?:19|20)\d\d/g, ' ');
  return Array.from(rest).filter((character, index, all) => {
    const step = (all[index - 1]?.codePointAt(0) ?? 0) - character.codePointAt(0)!;
    return character !== ' ' && (index === 0 || Math.abs(step) > 1);
  });
}

function weak(why: string): ScriptwardenError {
  return new ScriptwardenError('SW_PASSWORD_WEAK', {
    message: `The password is ${why}.`,
    fix: `Use ${shortestPassword} characters or more that nobody expects: let a password manager make one.`,
  });
}
