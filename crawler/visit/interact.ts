import { windowSize } from '../browser/flags.ts';
import type { Session } from '../protocol/index.ts';

const screens = 4;
const eventDeadlineMs = 1_000;

/**
 * Moves the mouse and scrolls a few screens down and back, as a reader does: sets off code that waits for a sign of
 * life and content that loads when it comes into view. Types and clicks nothing.
 */
export async function interact(tab: Session): Promise<void> {
  const at = { x: Math.round(windowSize.width / 2), y: Math.round(windowSize.height / 2) };
  const wheel = (deltaY: number) => ({ type: 'mouseWheel', deltaX: 0, deltaY, ...at }) as const;
  const events = [
    { type: 'mouseMoved', x: 100, y: 100 } as const,
    { type: 'mouseMoved', ...at } as const,
    ...Array.from({ length: screens }, () => wheel(windowSize.height)),
    wheel(-screens * windowSize.height),
  ];
  try {
    // A window that the page opened may lie in front of it.
    await tab.send('Page.bringToFront', undefined, eventDeadlineMs);
    for (const event of events) await tab.send('Input.dispatchMouseEvent', event, eventDeadlineMs);
  } catch {
    // A page that does not take an event in time is not worth more of them.
  }
}
