import { Sandbox, emulate, summarise } from '../../../analyzer/emulator/index.ts';
import type {
  EmulateOptions,
  Flow,
  RequestEvent,
  Trace,
  TraceEvent,
} from '../../../analyzer/emulator/index.ts';

let sandbox: Sandbox | undefined;

/** Runs a script in this thread; the sandbox is shared, which every run must survive. */
export async function run(text: string, options?: EmulateOptions): Promise<Trace> {
  if (!sandbox || sandbox.isSpent) sandbox = await Sandbox.create();
  return emulate(sandbox, text, options);
}

export const flowsOf = async (text: string): Promise<readonly Flow[]> => summarise(await run(text)).flows;

export const requestsOf = (trace: Trace): RequestEvent[] =>
  trace.events.filter((event): event is RequestEvent => event.kind === 'request');

export const eventsOf = (trace: Trace, kind: TraceEvent['kind']): TraceEvent[] =>
  trace.events.filter((event) => event.kind === kind);

/** Reports what a script saw as the path of a request. */
export async function seen(expression: string): Promise<string> {
  const trace = await run(
    `var answer = (function () { return ${expression} })(); fetch('https://seen.example/' + answer);`,
  );
  return decodeURIComponent(
    requestsOf(trace)
      .find(({ host }) => host === 'seen.example')
      ?.url.slice(21) ?? '',
  );
}
