/** QuickJS asks the interrupt handler once in this many loop turns, calls and regular expression steps. */
const operationsPerTick = 10_000;
const share = { main: 0.6, task: 0.12 };

/**
 * Counts operations, so that the same script stops at the same place on any machine. The script itself may use 60 % of
 * the budget and each task after it 12 %: an endless loop in one place leaves fuel for the others.
 */
export class Fuel {
  readonly #limit: number;
  #burned = 0;
  #until = 0;
  #ranOut = false;

  constructor(operations: number) {
    this.#limit = Math.max(1, Math.ceil(operations / operationsPerTick));
  }

  startMain(): void {
    this.#until = this.#burned + Math.max(1, Math.ceil(this.#limit * share.main));
  }

  /** False when nothing is left. */
  startTask(): boolean {
    this.#until = Math.min(this.#limit, this.#burned + Math.max(1, Math.ceil(this.#limit * share.task)));
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
}
