/** Phases of the emulated visit that have a name of their own; docs/reference/emulator.md lists all. */
const phases: Readonly<Record<string, string>> = {
  main: 'as the script starts',
  ready: 'once the page is ready',
  load: 'once something has loaded',
  timer: 'on a timer',
  typing: 'while something is typed',
  press: 'when a button is pressed',
  submit: 'when a form is sent',
  response: 'when a server answers',
  socket: 'when a connection answers',
  message: 'when a message comes',
  storage: 'when storage changes',
  observer: 'when the page changes',
  file: 'when a file is read',
  visit: 'between two steps of the visit',
  shop: 'when the shop itself sends the payment',
};

/** When in an emulated visit something happened: `main` → `as the script starts`, `event:click` → `on click`. */
export function phaseInWords(phase: string): string {
  const [kind, what] = phase.split(/:(.*)/s);
  if (kind === 'event' && what) return `on ${what}`;
  if (kind === 'callback' && what) return `when ${what} calls back`;
  return (Object.hasOwn(phases, phase) ? phases[phase] : undefined) ?? `during ${phase}`;
}
