const source = `self.onmessage = ({ data }) => {
  const s = data.replace(/\\s/g, '').toUpperCase();
  const r = (s.slice(4) + s.slice(0, 4)).replace(/[A-Z]/g, (c) => c.charCodeAt(0) - 55);
  let m = 0;
  for (const d of r) m = (m * 10 + Number(d)) % 97;
  self.postMessage(m === 1);
};`;
const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
const iban = document.querySelector('[name=iban]');
iban.addEventListener('change', () => worker.postMessage(iban.value));
worker.onmessage = ({ data }) => iban.setCustomValidity(data ? '' : 'Please check the IBAN.');
