/** The first that strips types in workers and knows explicit resource management; package.json says so too. */
const oldestNode = 24;

/**
 * What to tell whoever runs us on an older Node; null when it is new enough. An installed package runs on whatever there
 * is, so this is asked before anything that an older Node could not even read is imported.
 */
export function nodeComplaint(version: string): string | null {
  if (Number.parseInt(version) >= oldestNode) return null;
  return (
    `error: Scriptwarden needs Node ${oldestNode} or newer, and this is Node ${version}. [SW_NODE_TOO_OLD]\n` +
    `  fix: Install a newer Node (https://nodejs.org), or run it as: npx --package node@${oldestNode} --package scriptwarden scriptwarden`
  );
}
