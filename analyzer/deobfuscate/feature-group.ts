import type { FeatureGroup } from '../static/features/feature-group.ts';
import { logScale } from '../static/features/scale.ts';
import type { Facts } from '../static/facts.ts';
import { looksObfuscated, signs, type Sign } from './signs.ts';
import { layerKinds, openOutcomes, type Opened } from './types.ts';

/** Facts of a script that was to be opened; without `opened` it was not tried. */
export type OpenedFacts = Facts & {
  readonly opened?: Pick<Opened, 'outcome' | 'layers' | 'decoded' | 'operations' | 'text'> | null;
};

/**
 * What called for opening a script, how that ended and how much came out.
 */
export const deobfuscation = {
  name: 'deobfuscation',
  version: 1,
  features: [
    ...signs.map((sign) => `sign-${sign}`),
    ...openOutcomes.map((outcome) => `outcome-${outcome}`),
    ...layerKinds.map((kind) => `layers-${kind}`),
    'decoded',
    'operations',
    'growth',
  ],
  extract(facts: OpenedFacts) {
    return openedFeatures(looksObfuscated(facts), facts.opened ?? null, facts.text.length);
  },
} satisfies FeatureGroup;

/** The group's numbers; `length` is that of the script as it was. */
export function openedFeatures(
  found: readonly Sign[],
  opened: NonNullable<OpenedFacts['opened']> | null,
  length: number,
): number[] {
  const layers = opened?.layers ?? [];
  return [
    ...signs.map((sign) => (found.includes(sign) ? 1 : 0)),
    ...openOutcomes.map((outcome) => (opened?.outcome === outcome ? 1 : 0)),
    ...layerKinds.map((kind) => logScale(layers.filter((layer) => layer.kind === kind).length)),
    logScale(opened?.decoded ?? 0),
    logScale((opened?.operations ?? 0) / 10_000),
    opened?.text == null ? 0 : Math.min(8, opened.text.length / Math.max(1, length)),
  ];
}
