/** What one body, one client and one site may cost. docs/guides/csp-reports.md tells them; a test compares. */
export const visitorLimits = {
  /** Bytes of one body; browsers send a few KiB. */
  bodyBytes: 64 * 1024,
  /** Milliseconds that a body may take to arrive. */
  bodyMs: 10_000,
  /** Bodies that may be on their way at once. */
  bodiesAtOnce: 1000,
  /** Reports of one client (an IPv4 address or an IPv6 /64): at once, and then for each second. */
  clientBurst: 300,
  clientPerSecond: 5,
  /** Reports of one site. */
  siteBurst: 10_000,
  sitePerSecond: 2000,
  /** Distinct (directive, blocked, source) kept for a site, and hosts confirmed. */
  rowsPerSite: 2000,
  hostsPerSite: 500,
  /** Distinct ones that wait in memory to be written: for a site, and together. */
  waitingPerSite: 1000,
  waiting: 20_000,
  /** Milliseconds between writes. */
  flushMs: 1000,
  /** Milliseconds until another server's new or rotated key is known here. */
  keysMs: 15_000,
} as const;

export type VisitorLimits = { readonly [Name in keyof typeof visitorLimits]: number };
