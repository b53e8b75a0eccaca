import { canarySearch } from './canary/search.ts';
import { cardNamesIn, standardCardNames } from './card-names.ts';
import { Recorder } from './recorder.ts';
import { classifyName } from './names.ts';
import { RestOfScript } from './rest-of-script.ts';
import { calledIfBare, markDirectEval } from './rewrite.ts';
import { stringsInMemory, worldStringsOf, type WorldStrings } from './memory-strings.ts';
import {
  awaitsAnswer,
  checkoutWorld,
  endsEarly,
  fullness,
  furtherWorlds,
  keepsCardsSoFar,
  needsOtherCard,
  needsOtherShopper,
  servicesIn,
  speaksOfFrameworks,
  waitsInSecret,
  worldChanges,
} from './worlds.ts';
import type { WorldConfig } from './worlds.ts';
import type { FieldValues } from './canary/values.ts';
import { compareRequests, notCompared, type Comparison } from './compare.ts';
import type { Outcome, Trace, TraceEvent, WorldName } from './trace.ts';
import type { Sandbox, SandboxHost } from './engine/sandbox.ts';

export interface EmulateOptions {
  /** Where the script is found; the payment step of a shop unless said. */
  world?: Partial<Pick<WorldConfig, 'pageUrl' | 'scriptUrl' | 'referrer' | 'language'>>;
  /** Operations the interpreter may count in all worlds together; 24 million unless said, 6 million for long scripts. */
  budget?: number;
  /** Told of each event as it happens, and of each new world, whose events count anew. */
  onProgress?: (progress: TraceEvent | { world: WorldName }) => void;
}

export const defaultBudget = 24_000_000;
/** Each operation of a long script costs more, and takes from the time of an input that seldom holds no other. */
const long = { characters: 400_000, budget: 6_000_000 } as const;
const decodedLimit = 300;

interface Run {
  world: WorldName;
  changes: Partial<WorldConfig>;
  outcome: Outcome;
  events: TraceEvent[];
  operations: number;
  dropped: number;
  payloads: Map<number, string>;
  decoded: string[];
}

/** Runs a script in the decoy world, in more than one where that may show more. Never throws for anything a script does. */
export function emulate(sandbox: Sandbox, text: string, options: EmulateOptions = {}): Trace {
  const limit = options.budget ?? (text.length > long.characters ? long.budget : defaultBudget);
  const marked = markDirectEval(calledIfBare(text));
  const spoken = { services: servicesIn(text), frameworks: speaksOfFrameworks(text) };
  const runs: Run[] = [];
  const burned = (): number => runs.reduce((sum, run) => sum + run.operations, 0);
  const runIn = (world: WorldName, more: Partial<WorldConfig> = {}): Run => {
    const run = runOnce(
      sandbox,
      text,
      marked,
      world,
      { ...options.world, ...spoken, ...more },
      { left: limit - burned(), budget: limit },
      options,
    );
    runs.push(run);
    return run;
  };

  let best = runIn('checkout');
  const first = best;
  /** Another world costs about as much as the first, and what was cut there would be cut again. */
  const affordsAnother = (): boolean =>
    burned() + first.operations <= limit &&
    (first.outcome === 'completed' || burned() < limit / 8) &&
    !sandbox.isSpent;
  const worlds = furtherWorlds(best.events, best.outcome, text);
  for (let world = worlds.shift(); world !== undefined && affordsAnother(); world = worlds.shift()) {
    // Where the script would end early, no other visitor would see more.
    const isLenient = best.world === 'lenient' && endsEarly(first.events);
    const run = runIn(world, isLenient ? { lenient: true } : {});
    if (fullness(run.events) <= fullness(best.events)) continue;
    best = run;
    if (world === 'lenient' && endsEarly(first.events))
      worlds.push(
        ...furtherWorlds(run.events, run.outcome, text).filter(
          (one) => one !== world && !worlds.includes(one),
        ),
      );
  }
  if (awaitsAnswer(best.events) && affordsAnother()) {
    const run = runIn('willing-server', best.changes);
    // What it shows, it shows to whom the world before was.
    if (fullness(run.events) > fullness(best.events))
      best = best.world === 'checkout' ? run : { ...run, world: best.world };
  }
  if (keepsCardsSoFar(best.events) && affordsAnother()) {
    const cardNames = cardNamesFor(text, best);
    if (Object.keys(cardNames).length > 0) {
      const run = runIn('renamed', { ...best.changes, cardNames });
      if (fullness(run.events) > fullness(best.events))
        best = best.world === 'checkout' ? run : { ...run, world: best.world };
    }
  }
  let compared: Comparison = notCompared;
  if (needsOtherShopper(best.events) && affordsAnother())
    compared = compareRequests(best.payloads, runIn('other-shopper', best.changes).payloads);
  let byCard: Comparison = notCompared;
  if (needsOtherCard(best.events, compared.dependent) && affordsAnother())
    byCard = compareRequests(best.payloads, runIn('other-card', best.changes).payloads);
  return {
    outcome: best.outcome,
    partial: best.outcome === 'crashed',
    events: best.events,
    decoded: best.decoded,
    budget: { operations: burned(), limit, events: best.events.length, droppedEvents: best.dropped },
    worlds: runs.map(({ world }) => world),
    world: best.world,
    ...compared,
    byCard,
  };
}

/** What the script calls the card's fields; where it hides its words and waits for fields, what the standard calls them. */
function cardNamesFor(text: string, { decoded, events }: Run): FieldValues {
  return waitsInSecret(events, text)
    ? { ...standardCardNames, ...cardNamesIn(decoded) }
    : cardNamesIn([text]);
}

function runOnce(
  sandbox: Sandbox,
  text: string,
  marked: string,
  world: WorldName,
  changes: Partial<WorldConfig>,
  operations: { left: number; budget: number },
  options: EmulateOptions,
): Run {
  const all = { ...changes, ...worldChanges[world] };
  const config: WorldConfig = { ...checkoutWorld, ...all };
  options.onProgress?.({ world });
  // First, since what a run changed is only good until the next.
  const ofWorld = worldStrings(sandbox);
  const recorder = new Recorder(text, canarySearch(config.canaries), config.pageUrl, options.onProgress);
  const remaining = new RestOfScript(marked);
  const run = sandbox.run(
    marked,
    JSON.stringify(config),
    {
      emit: (json) => recorder.emit(json),
      classify: (name) => classifyName(recorder.texts, name),
      rewrite: markDirectEval,
      source: () => text,
      rest: (stack) => (config.lenient ? remaining.after(stack) : null),
      isEnough: () => recorder.isEnough(),
    },
    operations.left,
    operations.budget,
  );
  return {
    world,
    changes: all,
    outcome: run.outcome,
    events: recorder.events,
    operations: run.operations,
    dropped: recorder.droppedEvents,
    payloads: recorder.payloads,
    decoded: decodedStrings(recorder, stringsInMemory(run.memory, recorder.texts, ofWorld)),
  };
}

const emptyRuns = new WeakMap<Sandbox, WorldStrings>();

/** The strings that a visit with an empty script leaves behind are the world's own. */
function worldStrings(sandbox: Sandbox): WorldStrings {
  let own = emptyRuns.get(sandbox);
  if (own === undefined) {
    const host: SandboxHost = {
      emit: () => undefined,
      classify: () => 'member',
      rewrite: (text) => text,
      source: () => '',
      rest: () => null,
      isEnough: () => false,
    };
    const { memory } = sandbox.run('', JSON.stringify(checkoutWorld), host, defaultBudget);
    own = worldStringsOf([memory.bytes, sandbox.worldMemory]);
    emptyRuns.set(sandbox, own);
  }
  return own;
}

/** Names of the made-up page whose pieces lie about in memory. */
const isWorldName =
  /^(?:billing|cc_(?:c(?:id?|i?)|numb?(?:er)?|exp(?:_(?:mon?t?h?|ye?a?r?))?|owner?))$|^cc_\w{1,9}[^\w]?\w?$|^payment\[cc_\w{1,9}$/;

function decodedStrings(recorder: Recorder, built: readonly string[]): string[] {
  const known = new Set<string>();
  const decoded = new Set<string>();
  for (const event of recorder.events) {
    if (event.kind === 'decoded') decoded.add(String(event.text));
    if (event.kind === 'request') known.add(event.url);
    // The recorder's own words, unless the script asked for the field by them.
    if (event.kind === 'read') known.add(event.name);
  }
  for (const event of recorder.events) if (event.kind === 'query') known.delete(String(event.selector));
  for (const text of built) if (!known.has(text) && !isWorldName.test(text)) decoded.add(text);
  return [...decoded].slice(0, decodedLimit);
}
