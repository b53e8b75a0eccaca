const code = `onmessage = async ({ data: { salt, target } }) => {
  for (let n = 0; ; n++) {
    const d = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(salt + n)));
    if (Array.from(d.slice(0, 2), (b) => b.toString(16).padStart(2, '0')).join('').startsWith(target)) { postMessage(n); return; }
  }
}`;
document.querySelectorAll('form[data-pow]').forEach(async (form) => {
  const challenge = await (await fetch('/pow/challenge')).json();
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  worker.onmessage = ({ data }) => {
    form.elements.pow_solution.value = `${challenge.id}:${data}`;
    form.querySelector('button').disabled = false;
    worker.terminate();
  };
  worker.postMessage(challenge);
});
