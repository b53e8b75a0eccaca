/** As much as Chrome takes, in bytes; Node's own limit is a sixteenth, and a page that works for shoppers would seem broken. */
export const maxHeaderSize = 256 * 1024;

/** Headers between two neighbours only (RFC 9110, 7.6.1), never handed on. */
export const hopByHopHeaders: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Raw headers (name, value, name, value, …) without the hop-by-hop ones; order and repetition stay. */
export function endToEndHeaders(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]!;
    if (!hopByHopHeaders.has(name.toLowerCase())) kept.push(name, raw[index + 1]!);
  }
  return kept;
}
