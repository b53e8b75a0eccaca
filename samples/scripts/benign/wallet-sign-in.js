async function signIn() {
  const [address] = await ethereum.request({ method: 'eth_requestAccounts' });
  const nonce = await (await fetch('/auth/nonce')).text();
  const message = `${location.host} wants you to sign in with your Ethereum account:\n${address}\n\nNonce: ${nonce}\nIssued At: ${new Date().toISOString()}`;
  const signature = await ethereum.request({ method: 'personal_sign', params: [message, address] });
  const response = await fetch('/auth/verify', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ message, signature }) });
  if (response.ok) location.reload();
}
document.getElementById('siwe').onclick = signIn;
