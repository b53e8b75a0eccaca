import type { Component } from './components.ts';
import type { Unit } from './lists.ts';
import { suits, type Style } from './style.ts';

/** A unit of a list with what is asked again and again. */
export interface Part {
  readonly unit: Unit;
  readonly component: Component;
  /** Characters. */
  readonly length: number;
  /** The signs that occur in it, a bit each. */
  readonly mask: number;
  readonly style: () => Style;
}

/** Characters of one component and of a run: one guest may be several statements that share nothing but the page. */
const limits = [
  { each: 6_000, together: 16_000 },
  { each: 30_000, together: 60_000 },
] as const;

/** Parts that stand side by side, of more than one component, none of them bound or long: all of them, and those in one style. */
export function runsOf(parts: readonly Part[]): Unit[][] {
  return limits.flatMap((limit) => [
    ...runsWithin(parts, limit, (_, part) => part),
    ...runsWithin(parts, limit, (last, part) => (last ? suits(last, part) : part)),
  ]);
}

function runsWithin(
  parts: readonly Part[],
  { each, together }: { each: number; together: number },
  joined: (run: Style | null, part: Style) => Style | null,
): Unit[][] {
  const runs: { units: Unit[]; length: number; style: Style; components: Set<Component> }[] = [];
  let run: (typeof runs)[number] | null = null;
  for (const { unit, component, length, style: styled } of parts) {
    if (component.isBound || component.length > each) {
      run = null;
      continue;
    }
    const own = styled();
    const style = joined(run?.style ?? null, own);
    if (run && style && run.length + length <= together) {
      run.units.push(unit);
      run.components.add(component);
      run.length += length;
      run.style = style;
    } else runs.push((run = { units: [unit], length, style: own, components: new Set([component]) }));
  }
  return runs
    .filter(({ units, components }) => {
      const all = [...components].reduce((sum, component) => sum + component.units.length, 0);
      return components.size > 1 && units.length === all;
    })
    .map(({ units }) => units);
}

/** Units and characters of a window, and how many units of a list are tried as the first of one. */
const window = { units: 12, together: 60_000, starts: 400 } as const;

/** A few parts side by side that begin and end with a sign and hold whole components. */
export function windowsOf(parts: readonly Part[]): Unit[][] {
  const windows: Unit[][] = [];
  let starts = 0;
  for (let first = 0; first < parts.length && starts < window.starts; first++) {
    if (parts[first]!.mask === 0 || parts[first]!.component.isBound) continue;
    starts++;
    const counts = new Map<Component, number>();
    let missing = 0;
    let length = 0;
    for (let last = first; last < Math.min(parts.length, first + window.units); last++) {
      const { component, mask, length: more } = parts[last]!;
      length += more;
      if (component.isBound || length > window.together) break;
      if (!counts.has(component)) missing += component.units.length;
      counts.set(component, (counts.get(component) ?? 0) + 1);
      missing--;
      if (missing === 0 && counts.size > 1 && mask !== 0)
        windows.push(parts.slice(first, last + 1).map(({ unit }) => unit));
    }
  }
  return windows;
}
