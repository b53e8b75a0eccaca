/**
 * Every error a user can meet, by stable code. Scripts depend on the codes: never rename one.
 * docs/reference/errors.md lists the same codes; a test compares the two.
 *
 * exit: the process exit status the code leads to when nothing worse happened
 * (2 wrong use, 3 incomplete, 4 internal error or something missing).
 */
export const errorCodes = {
  SW_USAGE: { exit: 2, summary: 'A command, option or argument is wrong.' },
  SW_URL_INVALID: { exit: 2, summary: 'A start URL is not an absolute http or https URL.' },
  SW_SITE_INVALID: { exit: 2, summary: 'A site file does not match its schema.' },
  SW_SITE_SECRET_MISSING: { exit: 2, summary: 'A site file names an environment variable that is not set.' },
  SW_JOURNEYS_UNSUPPORTED: { exit: 2, summary: 'A site file declares journeys, which are not run yet.' },
  SW_INPUT_NOT_FOUND: { exit: 2, summary: 'An input file or folder does not exist or cannot be read.' },
  SW_CAPTURE_INVALID: { exit: 2, summary: 'A saved capture is missing, damaged or of an unknown version.' },
  SW_OUTPUT_UNWRITABLE: { exit: 4, summary: 'An output file or folder cannot be written.' },
  SW_NODE_TOO_OLD: { exit: 4, summary: 'The Node that runs Scriptwarden is too old.' },
  SW_SETUP_FAILED: { exit: 4, summary: 'The packages this project needs could not be installed.' },
  SW_BROWSER_MISSING: { exit: 4, summary: 'No Chrome or Chromium was found.' },
  SW_BROWSER_FAILED: { exit: 4, summary: 'The browser did not start.' },
  SW_MODEL_MISSING: { exit: 4, summary: 'The detector model file does not exist.' },
  SW_MODEL_INVALID: { exit: 4, summary: 'The detector model is corrupt or made for other features.' },
  SW_STORE_UNAVAILABLE: { exit: 4, summary: 'The database cannot be reached or opened.' },
  SW_STORE_IN_USE: { exit: 4, summary: 'Another server already runs on this data folder.' },
  SW_STORE_BUSY: { exit: 4, summary: 'The database stayed locked by another process.' },
  SW_STORE_FULL: { exit: 4, summary: 'The disk of the database is full.' },
  SW_STORE_NEWER: { exit: 4, summary: 'The database was written by a newer Scriptwarden.' },
  SW_STORE_MIGRATION: { exit: 4, summary: 'The database could not be brought to the current schema.' },
  SW_STORE_CORRUPT: { exit: 4, summary: 'Stored data is damaged.' },
  SW_STORE_NOT_FOUND: { exit: 2, summary: 'The store holds no such site, crawl, script or other thing.' },
  SW_STORE_CONFLICT: {
    exit: 2,
    summary: 'The store already holds one of this name, or its state forbids the step.',
  },
  SW_BACKUP_INVALID: { exit: 2, summary: 'A backup file is missing, damaged or of an unknown version.' },
  SW_TRAINING_FAILED: { exit: 4, summary: 'A step of training the detector failed.' },
  SW_CRAWL_UNREACHABLE: { exit: 3, summary: 'A crawl reached nothing of its site.' },
  SW_CRAWL_INTERRUPTED: { exit: 3, summary: 'A crawl was broken off before it was stored.' },
  SW_SCHEDULE_INVALID: { exit: 2, summary: 'A cron expression, time zone or jitter is wrong.' },
  SW_CORPUS_INVALID: { exit: 2, summary: 'A corpus file or an earlier evaluation cannot be read.' },
  SW_TOOL_MISSING: {
    exit: 4,
    summary: 'An obfuscator or minifier that --robustness needs is not installed.',
  },
  SW_REQUEST_INVALID: { exit: 2, summary: 'A request to the service does not match its schema.' },
  SW_UNAUTHENTICATED: { exit: 2, summary: 'A request needs a session or an API token.' },
  SW_FORBIDDEN: { exit: 2, summary: 'A request needs a higher role.' },
  SW_ROUTE_NOT_FOUND: { exit: 2, summary: 'The service has nothing at this address.' },
  SW_METHOD_NOT_ALLOWED: { exit: 2, summary: 'This address takes other HTTP methods.' },
  SW_BODY_TOO_LARGE: { exit: 2, summary: 'The body of a request is larger than is taken.' },
  SW_MEDIA_UNSUPPORTED: { exit: 2, summary: 'The body of a request is of a type that is not taken.' },
  SW_HOST_REFUSED: { exit: 2, summary: 'A request names a host that the service does not answer for.' },
  SW_IDEMPOTENCY_MISMATCH: { exit: 2, summary: 'An Idempotency-Key was used for another request before.' },
  SW_NETWORK_REFUSED: { exit: 2, summary: 'An address lies in a network that the service may not reach.' },
  SW_OUTBOUND_FAILED: {
    exit: 4,
    summary: 'A server that was asked for something could not be reached or did not answer as it must.',
  },
  SW_TOO_MANY_REQUESTS: { exit: 3, summary: 'Too many requests in a short time.' },
  SW_SECRET_KEY_MISSING: { exit: 4, summary: 'The key that encrypts stored secrets was not given.' },
  SW_SECRET_KEY_INVALID: { exit: 4, summary: 'The key that encrypts stored secrets is unusable or exposed.' },
  SW_SECRET_KEY_WRONG: { exit: 4, summary: 'Stored secrets were encrypted with another key.' },
  SW_SECRET_UNREADABLE: { exit: 4, summary: 'A stored secret cannot be decrypted.' },
  SW_LOGIN_FAILED: { exit: 2, summary: 'Name or password is wrong.' },
  SW_CSRF: { exit: 2, summary: 'A request did not come from the page it claims.' },
  SW_LINK_INVALID: { exit: 2, summary: 'A one-time link is wrong, used or expired.' },
  SW_PASSWORD_WEAK: { exit: 2, summary: 'A password is too easy to guess.' },
  SW_BOOTSTRAP_WEAK: { exit: 2, summary: 'SCRIPTWARDEN_BOOTSTRAP_TOKEN is too easy to guess.' },
  SW_CONFIG_INVALID: { exit: 2, summary: 'A setting of the service is wrong or unknown.' },
  SW_LISTEN_FAILED: { exit: 4, summary: 'The service cannot listen on its address.' },
  SW_INTERNAL: { exit: 4, summary: 'A fault in Scriptwarden itself.' },
} as const satisfies Record<string, { exit: 2 | 3 | 4; summary: string }>;

export type ErrorCode = keyof typeof errorCodes;
