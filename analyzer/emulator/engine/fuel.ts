/** QuickJS asks the interrupt handler once in this many loop turns, calls and regular expression steps. */
const operationsPerTick = 10_000;
/** Of the whole budget: decoding a script's strings takes most, and is done once, in the script itself. */
const share = { main: 0.4, visit: 0.45, task: 0.2 };

/**
 * Counts operations, so that the same script stops at the same place on any machine. The script itself may use 40 % of the
 * budget of all worlds, the visit after it 45 %, and each task of the visit 20 %: an endless loop in one place leaves fuel
 * for the others.
 */
export class Fuel {
  readonly #ticks: number;
  readonly #budget: number;
  #limit: number;
  #burned = 0;
  #until = 0;
  #ranOut = false;

  /** @param left what other worlds have left of the `budget`. */
  constructor(left: number, budget: number = left) {
    this.#ticks = Math.max(1, Math.ceil(left / operationsPerTick));
    this.#budget = Math.max(1, Math.ceil(budget / operationsPerTick));
    this.#limit = this.#ticks;
  }

  startMain(): void {
    this.#until = Math.min(this.#ticks, this.#burned + this.#part(share.main));
  }

  startVisit(): void {
    this.#limit = Math.min(this.#ticks, this.#burned + this.#part(share.visit));
  }

  /** False when nothing is left. */
  startTask(): boolean {
    this.#until = Math.min(this.#limit, this.#burned + this.#part(share.task));
    return this.#burned < this.#limit;
  }

  /** The interrupt handler: true stops the script. */
  burn(): boolean {
    this.#burned += 1;
    if (this.#burned <= this.#until) return false;
    this.#ranOut = true;
    return true;
  }

  get ranOut(): boolean {
    return this.#ranOut;
  }

  get burned(): number {
    return this.#burned * operationsPerTick;
  }

  #part(of: number): number {
    return Math.max(1, Math.ceil(this.#budget * of));
  }
}
