const signal = new WebSocket('wss://signal.showroom.example/room/' + location.hash.slice(1));
const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:stun.showroom.example' }] });
peer.onicecandidate = ({ candidate }) => candidate && signal.send(JSON.stringify({ candidate }));
peer.ontrack = ({ streams }) => (document.querySelector('video#remote').srcObject = streams[0]);
signal.onmessage = async ({ data }) => {
  const { offer, answer, candidate } = JSON.parse(data);
  if (offer) {
    await peer.setRemoteDescription(offer);
    await peer.setLocalDescription(await peer.createAnswer());
    signal.send(JSON.stringify({ answer: peer.localDescription }));
  } else if (answer) await peer.setRemoteDescription(answer);
  else if (candidate) await peer.addIceCandidate(candidate);
};
document.querySelector('#call').onclick = async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  stream.getTracks().forEach((t) => peer.addTrack(t, stream));
  await peer.setLocalDescription(await peer.createOffer());
  signal.send(JSON.stringify({ offer: peer.localDescription }));
};
