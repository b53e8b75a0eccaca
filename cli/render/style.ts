/** Wraps text in a colour or weight; or leaves it as it is. */
export type Paint = (text: string) => string;

/** The few ways in which reports mark text. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
}

const paint =
  (on: number, off: number): Paint =>
  (text) =>
    text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`;

export const colours: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  yellow: paint(33, 39),
  green: paint(32, 39),
  cyan: paint(36, 39),
};

const same: Paint = (text) => text;

export const plain: Style = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same };
