import type { Session } from '../protocol/index.ts';

/** Something in the browser that runs scripts: a tab, an out-of-process frame, a worker, a worklet. */
export interface Target {
  /** For tabs and frames also the id of its frame. */
  id: string;
  /** As the protocol names it: page, iframe, worker, shared_worker, service_worker, worklet, … */
  type: string;
  /** At the time of attaching; for workers the URL of their script. */
  url: string;
  session: Session;
  /** The target that announced it; null for those the browser itself announced. */
  parent: Target | null;
  /** The target of the tab it belongs to; null for shared and service workers. */
  tab: Target | null;
  /** A tab that a page opened, with or without telling who. */
  isPopup: boolean;
}

/** Whether it has frames and a document. */
export function hasDocument(target: Target): boolean {
  return target.type === 'page' || target.type === 'iframe';
}
