import type { Severity } from '../../../../core/schema/index.ts';
import { dynamicCodeNames, storageNames } from '../../behaviour/index.ts';
import { sinkNames, type Flow, type Source } from '../../flow/index.ts';
import type { FeatureGroup } from '../feature-group.ts';
import { logScale } from '../scale.ts';

const severities = ['info', 'low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[];
const sourceKinds = [
  'field',
  'form',
  'keys',
  'cookie',
  'storage',
  'clipboard',
  'wallet',
] as const satisfies readonly Source['kind'][];
const topics = [
  'payment',
  'personal',
  'every',
  'other',
  'none',
] as const satisfies readonly Source['topic'][];
const transforms = ['base64', 'char-codes', 'encode', 'encrypt', 'hex', 'json', 'reverse', 'url'] as const;

/** What flow analysis found: behaviour, where data goes from where, and what speaks against the script. */
export const flows = {
  name: 'flows',
  version: 1,
  features: [
    'fields',
    'every-field',
    ...sinkNames.map((name) => `uses-${name}`),
    ...dynamicCodeNames.map((name) => `code-${name}`),
    ...storageNames.map((name) => `keeps-in-${name}`),
    'flows',
    'flows-to-known-host',
    'distinct-hosts',
    'most-steps',
    'most-fields',
    'fields-together-hidden',
    ...sourceKinds.map((kind) => `from-${kind}`),
    ...topics.map((topic) => `about-${topic}`),
    ...sinkNames.map((name) => `to-${name}`),
    ...transforms.map((name) => `through-${name}`),
    ...severities.map((severity) => `evidence-${severity}`),
  ],
  extract({ behaviour, flows: found, evidence }) {
    const has = (set: readonly string[], name: string): number => (set.includes(name) ? 1 : 0);
    const having = (test: (flow: Flow) => boolean): number => logScale(found.filter(test).length);
    const most = (count: (flow: Flow) => number): number => logScale(Math.max(0, ...found.map(count)));
    return [
      logScale(behaviour.fields.length),
      has(behaviour.fields, '*'),
      ...sinkNames.map((name) => has(behaviour.sinks, name)),
      ...dynamicCodeNames.map((name) => has(behaviour.dynamicCode, name)),
      ...storageNames.map((name) => has(behaviour.storage, name)),
      logScale(found.length),
      having((flow) => flow.hosts.length > 0),
      logScale(new Set(found.flatMap((flow) => flow.hosts)).size),
      most((flow) => flow.steps.length),
      most((flow) => flow.sources.length),
      having(
        (flow) =>
          flow.sources.length > 1 && flow.transforms.some((name) => name !== 'url' && name !== 'json'),
      ),
      ...sourceKinds.map((kind) => having((flow) => flow.sources.some((source) => source.kind === kind))),
      ...topics.map((topic) => having((flow) => flow.sources.some((source) => source.topic === topic))),
      ...sinkNames.map((name) => having((flow) => flow.sink.name === name)),
      ...transforms.map((name) => having((flow) => flow.transforms.includes(name))),
      ...severities.map((severity) => logScale(evidence.filter((one) => one.severity === severity).length)),
    ];
  },
} satisfies FeatureGroup;
