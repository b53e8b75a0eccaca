import {
  generateScripts,
  seededRandom,
  type Label,
  type Random,
} from '../../models/training/generate/index.ts';
import { stripComments } from './prepare.ts';
import type { Change, Sample } from './sample.ts';

/** How many generated scripts of each label a full run has; a miniature run divides all counts. */
const generated: Readonly<Record<Label, number>> = {
  benign: 800,
  magecart: 550,
  cryptomining: 160,
  malware: 520,
};
const derived = {
  splices: 180,
  realSplices: 110,
  obfuscatedBenign: 500,
  obfuscatedHonest: 250,
  obfuscatedMalicious: 320,
  obfuscatedCaptured: 240,
  packedBenign: 200,
  packedMalicious: 60,
  minified: 60,
  minifiedCaptured: 140,
};
const seed = 20261121;

/** Inert scripts from templates, with their own groups: never measured. */
export function generatedSamples(divisor: number): Sample[] {
  return (Object.keys(generated) as Label[]).flatMap((label) =>
    generateScripts(label, Math.ceil(generated[label] / divisor), seed).map((text, index) => ({
      unit: `generated:${label}:${index}`,
      text,
      media: 'js' as const,
      label,
      group: `generated:${label}:${index % 40}`,
      kind: `generated-${label}`,
      origin: 'generated' as const,
      real: false,
      hard: false,
    })),
  );
}

/**
 * Variants that break shortcuts: malice spliced into innocent libraries, so that a small guilty part counts; honest code
 * obfuscated, so that obfuscation does not; malicious code obfuscated and minified, so that neither hides it. A variant
 * keeps the group of the captured sample it was made from, and so never trains a model that is measured on that group.
 */
export function derivedSamples(samples: readonly Sample[], divisor: number): Sample[] {
  const random = seededRandom(seed);
  const scripts = samples.filter(
    (sample) => sample.media === 'js' && sample.text.length > 40 && !sample.change,
  );
  const isEasy = (sample: Sample): boolean => /^inline:(?:config-data|page-logic)$/.test(sample.kind);
  const of = (wanted: (sample: Sample) => boolean): Sample[] => scripts.filter(wanted);
  const benign = of((s) => s.label === 'benign' && s.origin !== 'generated' && !isEasy(s));
  const hosts = benign.filter((s) => s.text.length > 3_000 && s.text.length < 160_000);
  const guests = of((s) => s.label !== 'benign' && s.origin === 'generated' && s.text.length < 20_000);
  // Exploit kits of another decade are plenty: their disguises would only crowd out the others.
  const captured = of(
    (s) =>
      s.label !== 'benign' && s.origin !== 'generated' && s.kind !== 'exploit-kit' && s.text.length < 30_000,
  );
  const honest = of((s) => s.label === 'benign' && s.origin === 'generated');
  const short = benign.filter((s) => s.text.length < 25_000);
  const count = (all: number): number => Math.ceil(all / divisor);
  return [
    ...splices(random, hosts, guests, count(derived.splices), 'splice'),
    // A splice of two captured scripts belongs to two groups; it trains only in the guilty one's absence.
    ...splices(
      random,
      hosts.filter((s) => s.origin === 'library'),
      captured,
      count(derived.realSplices),
      'real-splice',
    ),
    ...splices(random, hosts, honest, count(derived.splices / 3), 'honest-splice'),
    ...obfuscations(random, short, count(derived.obfuscatedBenign)),
    ...obfuscations(random, honest, count(derived.obfuscatedHonest)),
    ...obfuscations(random, guests, count(derived.obfuscatedMalicious)),
    ...obfuscations(random, captured, count(derived.obfuscatedCaptured)),
    // Packers are no sign of malice either; generated malice is packed already.
    ...packs(random, short, count(derived.packedBenign)),
    ...packs(random, honest, count(derived.packedBenign / 3)),
    ...packs(random, captured, count(derived.packedMalicious)),
    ...[
      ...random.some(guests, count(derived.minified)),
      ...random.some(honest, count(derived.minified)),
      ...random.some(captured, count(derived.minifiedCaptured)),
      ...random.some(short, count(derived.minifiedCaptured)),
    ].map((sample) =>
      variant(sample, 'minified', { kind: 'minify', tool: random.pick(['esbuild', 'terser'] as const) }),
    ),
  ];
}

/** Captured malicious scripts that probes are made of, by kind. */
const probed = ['magecart', 'malware-injection', 'cryptomining'];
const benignProbes = 300;
const longestProbe = 100_000;

/**
 * Variants that only measure: every captured skimmer, injection and miner obfuscated at three strengths, by both minifiers, and put
 * into a large benign script at the start, in the middle or at the end; and 300 benign scripts obfuscated. They keep the group of what they were made
 * from and train nothing.
 */
export function probeSamples(samples: readonly Sample[]): Sample[] {
  const random = seededRandom(seed + 1);
  const captured = samples.filter(
    ({ origin, media, text, change }) =>
      origin === 'corpus' && media === 'js' && !change && text.length > 200,
  );
  const malicious = captured.filter(({ kind, text }) => probed.includes(kind) && text.length < longestProbe);
  const benign = captured.filter(({ label, text }) => label === 'benign' && text.length < longestProbe);
  const hosts = captured.filter(
    ({ label, text }) => label === 'benign' && text.length > 100_000 && text.length < 500_000,
  );
  const probe = (sample: Sample, name: string, change: Change): Sample => ({
    ...variant(sample, `probe ${name}`, change),
    probe: { name, of: sample.unit },
  });
  const obfuscated = (sample: Sample, index: number, strength: number): Sample =>
    probe(sample, `obfuscated (${strength})`, { kind: 'obfuscate', seed: index, strength });
  return [
    ...malicious.flatMap((sample, index) => [
      ...[0, 1, 2].map((strength) => obfuscated(sample, index, strength)),
      ...(['terser', 'esbuild'] as const).map((tool) =>
        probe(sample, `minified (${tool})`, { kind: 'minify', tool }),
      ),
      ...(hosts.length > 0 ? [(['start', 'middle', 'end'] as const)[index % 3]!] : []).map((at) =>
        // The guest's in all but the text.
        ({
          ...probe(sample, `spliced (${at})`, {
            kind: 'splice',
            guest: stripComments(sample.text),
            at,
            seed: index,
            minify: false,
          }),
          text: stripComments(random.pick(hosts).text),
        }),
      ),
    ]),
    ...random
      .some(benign, benignProbes)
      .flatMap((sample, index) => [0, 2].map((strength) => obfuscated(sample, index, strength))),
  ];
}

function splices(
  random: Random,
  hosts: readonly Sample[],
  guests: readonly Sample[],
  count: number,
  name: string,
): Sample[] {
  if (hosts.length === 0 || guests.length === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const host = random.pick(hosts);
    const guest = random.pick(guests);
    const group = guest.real ? guest.group : host.group;
    const at = random.pick(['start', 'middle', 'end'] as const);
    const change = {
      kind: 'splice',
      guest: guest.text,
      at,
      seed: index,
      minify: random.chance(0.3),
    } as const;
    return { ...variant(host, `${name}:${index}`, change), label: guest.label, group, kind: name };
  });
}

function obfuscations(random: Random, from: readonly Sample[], count: number): Sample[] {
  return random
    .some(from, count)
    .map((sample, index) =>
      variant(sample, 'obfuscated', { kind: 'obfuscate', seed: index, strength: random.int(0, 2) }),
    );
}

function packs(random: Random, from: readonly Sample[], count: number): Sample[] {
  return random
    .some(from, count)
    .map((sample, index) => variant(sample, 'packed', { kind: 'pack', seed: index }));
}

function variant(sample: Sample, name: string, change: NonNullable<Sample['change']>): Sample {
  return { ...sample, unit: `${sample.unit}#${name}`, origin: 'derived', real: false, change };
}
