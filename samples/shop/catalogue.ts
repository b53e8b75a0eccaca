export interface Product {
  sku: string;
  name: string;
  /** In pence. */
  price: number;
  summary: string;
  description: string;
  details: readonly string[];
  /** Main, accent and background colour of the drawing. */
  colours: readonly [string, string, string];
  drawing: 'blanket' | 'cushion' | 'stool' | 'board' | 'basket' | 'runner';
}

export const products: readonly Product[] = [
  {
    sku: 'fell-throw',
    name: 'Fell lambswool throw',
    price: 8900,
    summary: 'Herringbone, heavy and warm',
    description:
      'Woven on the dobby looms of a third-generation mill, brushed on one side and finished with a twisted fringe. It gets softer every winter.',
    details: ['100 % lambswool', '140 × 185 cm', 'Dry clean or cool hand wash'],
    colours: ['#6b7f71', '#d9c8a9', '#ece4d6'],
    drawing: 'blanket',
  },
  {
    sku: 'tarn-cushion',
    name: 'Tarn linen cushion',
    price: 4200,
    summary: 'Stonewashed, feather-filled',
    description:
      'Mid-weight linen, washed with pumice so that it feels lived-in from the first day. Coconut buttons, hidden seam, generous feather pad.',
    details: ['European flax linen', '50 × 50 cm, pad included', 'Machine wash at 40 °C'],
    colours: ['#8a9fb0', '#33475b', '#e3e8ea'],
    drawing: 'cushion',
  },
  {
    sku: 'larch-stool',
    name: 'Larch milking stool',
    price: 12500,
    summary: 'Three legs, no wobble',
    description:
      'Turned and wedged from storm-felled larch, oiled three times. Three legs stand on any floor, however old the house.',
    details: ['Solid larch, hard-wax oil', '42 cm high, 31 cm across', 'Holds 130 kg'],
    colours: ['#c08a58', '#8c5a33', '#efe3d3'],
    drawing: 'stool',
  },
  {
    sku: 'ash-board',
    name: 'Ash bread board',
    price: 3800,
    summary: 'End grain, kind to knives',
    description:
      'Cut from coppiced ash, glued up end grain so that knives stay sharp and the board heals itself.',
    details: ['Coppiced ash, food-safe oil', '38 × 24 × 3 cm', 'Wipe clean'],
    colours: ['#dcc29b', '#b08d5b', '#f1e9dc'],
    drawing: 'board',
  },
  {
    sku: 'willow-basket',
    name: 'Willow log basket',
    price: 6400,
    summary: 'Five colours of one hedge',
    description:
      'Woven by hand from unstripped willow grown on the Somerset levels, with a double-bound foot for hard floors.',
    details: ['Brown and buff willow', '46 cm across, 38 cm high', 'Keep dry'],
    colours: ['#a0774f', '#5f432c', '#eee2d2'],
    drawing: 'basket',
  },
  {
    sku: 'moor-runner',
    name: 'Moor table runner',
    price: 3400,
    summary: 'Madder and undyed wool',
    description:
      'A narrow cloth in madder red and undyed wool, with a border pattern taken from an eighteenth-century coverlet.',
    details: ['Wool and linen', '45 × 180 cm', 'Cool hand wash'],
    colours: ['#a8492f', '#e7d3b8', '#f2e8dd'],
    drawing: 'runner',
  },
];

export const findProduct = (sku: string): Product | undefined =>
  products.find((product) => product.sku === sku);

/** `4200` → `£42.00`. */
export const money = (pence: number): string => `£${(pence / 100).toFixed(2)}`;
