import type { Trace } from '../emulator/index.ts';

/** Code that a script made at run time and that is analysed like a script. */
export interface Child {
  readonly text: string;
  /** How it was made: eval, Function, timer, inline-script, document-write, … */
  readonly via: string;
}

export const childLimits = { count: 6, least: 20, length: 262_144, total: 400_000 } as const;

/** Distinct code made at run time in the order in which it ran, but for what servers answered. */
export function childrenOf(text: string, { events }: Pick<Trace, 'events'>): Child[] {
  const seen = new Set<string>([text.trim()]);
  const children: Child[] = [];
  let total = 0;
  for (const event of events) {
    if (event.kind !== 'code' || !('text' in event)) continue;
    const { remote, via, text: made } = event as { remote: boolean; via: string; text: string };
    const key = made.trim();
    if (remote || key.length < childLimits.least || key.length >= childLimits.length || seen.has(key))
      continue;
    if (total + key.length > childLimits.total) continue;
    seen.add(key);
    total += key.length;
    children.push({ text: made, via });
    if (children.length === childLimits.count) break;
  }
  return children;
}
