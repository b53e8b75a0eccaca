import type { Product } from './catalogue.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

type Drawing = (main: string, accent: string) => string;

/** Each drawing fills the middle of a 400 × 400 canvas. */
const drawings: Record<Product['drawing'], Drawing> = {
  blanket: (main, accent) =>
    `<g transform="rotate(-4 200 200)"><rect x="85" y="70" width="230" height="250" rx="6" fill="${main}"/>` +
    range(9)
      .map((row) => {
        const y = 84 + row * 26;
        const zigzag = range(12).map((step) => `l10 ${step % 2 ? -9 : 9} l9 ${step % 2 ? 9 : -9}`);
        return `<path d="M88 ${y} ${zigzag.join(' ')}" fill="none" stroke="${accent}" stroke-width="3" opacity=".75"/>`;
      })
      .join('') +
    range(20)
      .map((i) => `<path d="M${91 + i * 11.5} 320 v${16 + (i % 3) * 3}" stroke="${main}" stroke-width="4"/>`)
      .join('') +
    `<rect x="85" y="180" width="230" height="10" fill="#000" opacity=".07"/></g>`,
  cushion: (main, accent) =>
    `<path d="M92 104 Q200 82 308 104 Q326 200 308 300 Q200 322 92 300 Q74 200 92 104Z" fill="${main}"/>` +
    range(5)
      .map(
        (i) =>
          `<path d="M${112 + i * 44} 100 Q${106 + i * 46} 200 ${112 + i * 44} 306" stroke="${accent}" stroke-width="${i % 2 ? 3 : 9}" fill="none" opacity=".65"/>`,
      )
      .join('') +
    range(3)
      .map((i) => `<circle cx="300" cy="${150 + i * 50}" r="6" fill="#f4efe6" stroke="${accent}"/>`)
      .join(''),
  stool: (main, accent) =>
    `<ellipse cx="200" cy="336" rx="120" ry="14" fill="#000" opacity=".08"/>` +
    `<path d="M128 160 L104 332 h20 L160 170Z M272 160 L296 332 h-20 L240 170Z M191 170 L193 340 h14 L209 170Z" fill="${accent}"/>` +
    `<ellipse cx="200" cy="158" rx="112" ry="32" fill="${accent}"/><ellipse cx="200" cy="148" rx="112" ry="32" fill="${main}"/>` +
    `<path d="M110 148 q90 -22 180 0 M124 158 q76 -16 152 0 M128 138 q72 -14 144 0" stroke="${accent}" fill="none" opacity=".6"/>`,
  board: (main, accent) =>
    `<rect x="112" y="96" width="176" height="236" rx="22" fill="${accent}"/><rect x="112" y="90" width="176" height="236" rx="22" fill="${main}"/>` +
    range(7)
      .flatMap((row) =>
        range(5).map(
          (col) =>
            `<rect x="${118 + col * 33}" y="${122 + row * 28}" width="32" height="27" fill="${accent}" opacity="${(0.08 + ((row * 5 + col * 3) % 7) * 0.05).toFixed(2)}"/>`,
        ),
      )
      .join('') +
    `<circle cx="200" cy="107" r="9" fill="#f1e9dc"/>`,
  basket: (main, accent) =>
    `<ellipse cx="200" cy="330" rx="110" ry="12" fill="#000" opacity=".08"/><path d="M104 160 L124 326 Q200 344 276 326 L296 160Z" fill="${main}"/>` +
    range(8)
      .map((row) => {
        const y = 172 + row * 20;
        const inset = row * 2.4;
        const wave = range(11).map(
          (step) => `q${(96 - inset) / 11} ${step % 2 ? -10 : 10} ${(192 - 2 * inset) / 11} 0`,
        );
        return `<path d="M${104 + inset} ${y} ${wave.join(' ')}" stroke="${accent}" stroke-width="5" fill="none" opacity=".7"/>`;
      })
      .join('') +
    `<path d="M150 158 L172 96 L192 150 L214 84 L236 152 L262 110 L268 158Z" fill="#7b5636"/>` +
    `<ellipse cx="200" cy="160" rx="97" ry="16" fill="none" stroke="${accent}" stroke-width="10"/>`,
  runner: (main, accent) =>
    `<rect x="136" y="52" width="128" height="296" fill="${main}"/>` +
    range(9)
      .map(
        (i) =>
          `<path d="M200 ${64 + i * 31} l22 14 l-22 14 l-22 -14Z" fill="${accent}"/><path d="M136 ${78 + i * 31} h22 M242 ${78 + i * 31} h22" stroke="${accent}" stroke-width="5"/>`,
      )
      .join('') +
    `<path d="M144 52 V348 M256 52 V348" stroke="${accent}" stroke-width="3"/>`,
};

/** The product's picture as SVG text, drawn rather than photographed so that the shop needs no image files. */
export function artwork(product: Product): string {
  const [main, accent, background] = product.colours;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img"><rect width="400" height="400" fill="${background}"/>` +
    `<circle cx="200" cy="205" r="168" fill="#fff" opacity=".35"/>${drawings[product.drawing](main, accent)}</svg>`
  );
}
