export class Slider {
  #root;
  #track;
  #index = 0;
  constructor(root) {
    this.#root = root;
    this.#track = root.querySelector('.track');
    root.querySelector('.prev')?.addEventListener('click', () => this.go(this.#index - 1));
    root.querySelector('.next')?.addEventListener('click', () => this.go(this.#index + 1));
    let x0 = null;
    this.#track.addEventListener('pointerdown', (e) => (x0 = e.clientX));
    this.#track.addEventListener('pointerup', (e) => {
      if (x0 !== null && Math.abs(e.clientX - x0) > 30) this.go(this.#index + Math.sign(x0 - e.clientX));
      x0 = null;
    });
  }
  go(to) {
    const count = this.#track.children.length;
    this.#index = (to + count) % count;
    this.#track.style.transform = `translateX(${-100 * this.#index}%)`;
    this.#root.dispatchEvent(new CustomEvent('slide', { detail: this.#index }));
  }
}
