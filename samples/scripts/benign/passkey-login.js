const decode = (s) => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const encode = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
export async function signIn() {
  const options = await (await fetch('/webauthn/options', { method: 'POST' })).json();
  const credential = await navigator.credentials.get({
    publicKey: { ...options, challenge: decode(options.challenge), allowCredentials: options.allowCredentials.map((c) => ({ ...c, id: decode(c.id) })) },
  });
  const { clientDataJSON, authenticatorData, signature } = credential.response;
  const answer = await fetch('/webauthn/verify', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: credential.id, clientDataJSON: encode(clientDataJSON), authenticatorData: encode(authenticatorData), signature: encode(signature) }),
  });
  return answer.ok;
}
