import type { Probabilities } from '../core/schema/index.ts';
import type { Detector } from './model/index.ts';

interface Row {
  features: Float32Array;
  resolve: (probabilities: Probabilities) => void;
  reject: (reason: unknown) => void;
}

/** Joins feature vectors of analyses that run at the same time into one run of the model. */
export class InferenceBatcher {
  readonly #detector: Detector;
  #rows: Row[] = [];
  #running = false;

  constructor(detector: Detector) {
    this.#detector = detector;
  }

  infer(features: Float32Array): Promise<Probabilities> {
    return new Promise((resolve, reject) => {
      this.#rows.push({ features, resolve, reject });
      if (!this.#running) {
        this.#running = true;
        // Everything asked for in this turn of the event loop goes together; what comes later waits for this run.
        setImmediate(() => void this.#drain());
      }
    });
  }

  async #drain(): Promise<void> {
    while (this.#rows.length > 0) {
      const rows = this.#rows;
      this.#rows = [];
      try {
        const results = await this.#detector.infer(rows.map((row) => row.features));
        rows.forEach((row, index) => row.resolve(results[index]!));
      } catch (error) {
        for (const row of rows) row.reject(error);
      }
    }
    this.#running = false;
  }
}
