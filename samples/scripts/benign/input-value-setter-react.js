const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
export function fill(element, text) {
  setter.call(element, text);
  element.dispatchEvent(new Event('input', { bubbles: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
}
document.querySelectorAll('[data-prefill]').forEach((el) => fill(el, el.dataset.prefill));
