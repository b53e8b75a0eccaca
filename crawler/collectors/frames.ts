import type { Protocol } from 'devtools-protocol';
import type { Frame } from '../../core/schema/index.ts';
import { hasDocument, type Target } from '../targets/index.ts';
import type { Collector, VisitOf, VisitScope } from './collector.ts';

/** A frame of the schema before the network adds status and headers. */
export interface FrameRecord extends Omit<Frame, 'status' | 'headers'> {
  visitId: string;
  loaderId: string;
}

/** Every frame that a visit had, also those already gone when it settled. */
export class FrameCollector implements Collector<readonly FrameRecord[]> {
  readonly #visitOf: VisitOf;
  readonly #frames = new Map<string, FrameRecord>();
  readonly #done: FrameRecord[] = [];

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

  settle(visit: VisitScope): Promise<void> {
    for (const [id, frame] of this.#frames) {
      if (frame.visitId !== visit.id) continue;
      this.#done.push(frame);
      this.#frames.delete(id);
    }
    return Promise.resolve();
  }

  result(): readonly FrameRecord[] {
    return this.#done;
  }

  urlOf(frameId: string): string | undefined {
    return this.#frames.get(frameId)?.url;
  }

  loaderOf(frameId: string): string | undefined {
    return this.#frames.get(frameId)?.loaderId;
  }

  #onNavigated(
    target: Target,
    { id, parentId, url, urlFragment, name, loaderId }: Protocol.Page.Frame,
  ): void {
    const frame = this.#frame(target, id);
    if (!frame) return;
    frame.parentId = parentId ?? frame.parentId;
    // A frame emptied again after its work still shows where it has been.
    if (url !== 'about:blank' || frame.url === '') frame.url = url + (urlFragment ?? '');
    frame.loaderId = loaderId;
    frame.outOfProcess = target.type === 'iframe' && target.id === id;
    if (name) frame.name = name;
  }

  #frame(target: Target, id: string): FrameRecord | undefined {
    const known = this.#frames.get(id);
    if (known) return known;
    const visitId = this.#visitOf(target);
    if (visitId === undefined || this.#frames.size >= maxFrames) return undefined;
    const frame: FrameRecord = { visitId, id, parentId: null, url: '', outOfProcess: false, loaderId: '' };
    this.#frames.set(id, frame);
    return frame;
  }
}

const maxFrames = 2_000;
