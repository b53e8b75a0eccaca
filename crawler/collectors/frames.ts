import type { Protocol } from 'devtools-protocol';
import type { Frame } from '../../core/schema/index.ts';
import { hasDocument, type Target } from '../targets/index.ts';
import type { Collector, VisitOf, VisitScope } from './collector.ts';

/** A frame of the schema before the network adds status and headers. */
export interface FrameRecord extends Omit<Frame, 'status' | 'headers'> {
  visitId: string;
  loaderId: string;
  /** Whether it shows the browser's own page about a failed load. */
  isErrorPage: boolean;
}

/** What the browser itself calls its error pages; scripts in them are the browser's. */
export const errorPageUrl = 'chrome-error://chromewebdata/';

/** Every frame that a visit had, also those already gone when it settled. */
export class FrameCollector implements Collector<readonly FrameRecord[]> {
  readonly #visitOf: VisitOf;
  readonly #frames = new Map<string, FrameRecord>();
  readonly #kept = new Set<string>();
  #done: FrameRecord[] = [];

  constructor(visitOf: VisitOf) {
    this.#visitOf = visitOf;
  }

  attach(target: Target): Promise<unknown>[] {
    if (!hasDocument(target)) return [];
    const { session } = target;
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      const frame = this.#frame(target, frameId);
      if (frame) frame.parentId = parentFrameId;
    });
    session.on('Page.frameNavigated', ({ frame }) => this.#onNavigated(target, frame));
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frames.get(frameId);
      if (frame) frame.url = url;
    });
    return [session.send('Page.enable')];
  }

  /** Keeps the frames as they are now; called again, adds those that came later, and forgets the visit's frames. */
  settle(visit: VisitScope): Promise<void> {
    for (const [id, frame] of this.#frames) {
      if (frame.visitId !== visit.id) continue;
      if (!this.#kept.has(`${visit.id} ${id}`)) this.#done.push({ ...frame });
      this.#kept.add(`${visit.id} ${id}`);
    }
    return Promise.resolve();
  }

  /** Hands out the frames of a visit and forgets them. */
  take(visitId: string): FrameRecord[] {
    const taken = this.#done.filter((frame) => frame.visitId === visitId);
    this.#done = this.#done.filter((frame) => frame.visitId !== visitId);
    for (const [id, frame] of this.#frames) if (frame.visitId === visitId) this.#frames.delete(id);
    this.#kept.clear();
    return taken;
  }

  result(): readonly FrameRecord[] {
    return this.#done;
  }

  urlOf(frameId: string): string | undefined {
    const frame = this.#frames.get(frameId);
    return frame && (frame.isErrorPage ? errorPageUrl : frame.url || 'about:blank');
  }

  #onNavigated(target: Target, { id, parentId, name, loaderId, ...place }: Protocol.Page.Frame): void {
    const frame = this.#frame(target, id);
    if (!frame) return;
    frame.parentId = parentId ?? frame.parentId;
    frame.isErrorPage = place.unreachableUrl !== undefined;
    const url = place.unreachableUrl ?? place.url + (place.urlFragment ?? '');
    // A frame emptied again after its work still shows where it has been.
    if (url !== 'about:blank' || frame.url === '') frame.url = url;
    frame.loaderId = loaderId;
    frame.outOfProcess = target.type === 'iframe' && target.id === id;
    if (name) frame.name = name;
  }

  #frame(target: Target, id: string): FrameRecord | undefined {
    const known = this.#frames.get(id);
    if (known) return known;
    const visitId = this.#visitOf(target);
    if (visitId === undefined || this.#frames.size >= maxFrames) return undefined;
    const frame: FrameRecord = {
      visitId,
      id,
      parentId: null,
      url: '',
      outOfProcess: false,
      loaderId: '',
      isErrorPage: false,
    };
    this.#frames.set(id, frame);
    return frame;
  }
}

const maxFrames = 2_000;
