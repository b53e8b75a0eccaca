/** WebSocket, EventSource, WebRTC, BroadcastChannel. */
import { expose, isObject, page, plain, resolved, textOf } from '../realm.js';
import { record } from '../record.js';
import { EventTarget, Event, MessageEvent, dispatch } from '../events.js';
import { later } from '../loop.js';
import { URL, resolveUrl } from '../url.js';
import { answerText, request } from './request.js';

const message = (target, url) =>
  dispatch(
    target,
    new MessageEvent('message', { data: answerText, origin: new URL(url, resolveUrl('/')).origin }),
  );

export class WebSocket extends EventTarget {
  constructor(url) {
    super();
    this.url = request('websocket', url);
    this.readyState = 0;
    this.bufferedAmount = 0;
    this.binaryType = 'blob';
    this.protocol = this.extensions = '';
    later(30, 'socket', () => {
      this.readyState = 1;
      dispatch(this, new Event('open'));
    });
    later(45, 'socket', () => message(this, this.url));
  }
  send(data) {
    request('websocket', this.url, { method: 'SEND', body: data });
  }
  close() {
    if (this.readyState === 3) return;
    this.readyState = 3;
    later(5, 'socket', () => dispatch(this, new Event('close')));
  }
}
for (const [name, value] of Object.entries({ CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 })) {
  Object.defineProperty(WebSocket, name, { value });
  Object.defineProperty(WebSocket.prototype, name, { value });
}

export class EventSource extends EventTarget {
  constructor(url) {
    super();
    this.url = request('eventsource', url);
    this.readyState = 1;
    later(30, 'socket', () => dispatch(this, new Event('open')));
    later(45, 'socket', () => message(this, this.url));
  }
  close() {
    this.readyState = 2;
  }
}

class RTCDataChannel extends EventTarget {
  constructor(label) {
    super();
    this.label = textOf(label);
    this.readyState = 'open';
    later(30, 'socket', () => dispatch(this, new Event('open')));
    // An empty one, too: what comes in pieces has an end.
    for (const [at, data] of [
      [45, answerText],
      [50, ''],
    ])
      later(at, 'socket', () => dispatch(this, new MessageEvent('message', { data })));
  }
  send(data) {
    request('rtc', rtcServer, { method: 'SEND', body: data });
  }
  close() {}
}
const unknownPeer = 'stun://peer.unknown.invalid';
let rtcServer = unknownPeer;

/** A description as browsers make it, with the lines that scripts look for and change. */
const sdp = [
  ...['v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0'],
  ...['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0', 'a=ice-ufrag:Kp3x'],
  ...['a=ice-pwd:7Hq0Zr2mVbT5sYcW9dNfGj1L', 'a=setup:actpass', 'a=mid:0', 'a=sctp-port:5000', ''],
].join('\r\n');

export class RTCPeerConnection extends EventTarget {
  constructor(options) {
    super();
    this.localDescription = this.remoteDescription = null;
    this.iceGatheringState = 'complete';
    this.connectionState = 'connected';
    const servers =
      isObject(options) && isObject(options.iceServers) ? Array.from(options.iceServers).slice(0, 10) : [];
    for (const server of servers) {
      for (const url of [server?.urls ?? server?.url].flat().slice(0, 5)) {
        rtcServer = textOf(url).replace(/^(stuns?|turns?):(?!\/\/)/, '$1://');
        request('rtc', rtcServer, {
          body: server?.username ? `${textOf(server.username)} ${textOf(server.credential)}` : undefined,
        });
      }
    }
  }
  createDataChannel(label) {
    return new RTCDataChannel(label);
  }
  createOffer() {
    return resolved(plain({ type: 'offer', sdp }));
  }
  createAnswer() {
    return resolved(plain({ type: 'answer', sdp }));
  }
  setLocalDescription(description) {
    this.localDescription = description ?? plain({ type: 'offer', sdp });
    // Its name and password for the connection go to the server that helps to find a way.
    const own = textOf(description?.sdp ?? '');
    if (own !== '' && own !== sdp && rtcServer !== unknownPeer)
      request('rtc', rtcServer, { method: 'SEND', body: own.slice(0, 4000) });
    later(20, 'socket', () => dispatch(this, Object.assign(new Event('icecandidate'), { candidate: null })));
    return resolved();
  }
  setRemoteDescription(description) {
    this.remoteDescription = description;
    later(25, 'socket', () =>
      dispatch(this, Object.assign(new Event('datachannel'), { channel: new RTCDataChannel('data') })),
    );
    const sdp = textOf(description?.sdp ?? '');
    if (sdp !== '')
      record('call', { path: 'RTCPeerConnection.setRemoteDescription', args: [sdp.slice(0, 4000)] });
    const host = /^c=IN IP\d (\S+)|a=candidate:\S+ \d \S+ \d+ (\S+)/m.exec(sdp);
    if (host && !/^(?:0\.0\.0\.0|127\.)/.test(host[1] ?? host[2])) rtcServer = `rtc://${host[1] ?? host[2]}`;
    return resolved();
  }
  addIceCandidate(candidate) {
    const host = /candidate:\S+ \d+ \S+ \d+ (\S+) (\d+)/.exec(textOf(candidate?.candidate ?? candidate));
    if (host) rtcServer = request('rtc', `rtc://${host[1]}:${host[2]}`);
    return resolved();
  }
  addTrack() {}
  addTransceiver() {}
  getStats() {
    return resolved(new page.Map());
  }
  close() {}
}

export class BroadcastChannel extends EventTarget {
  constructor(name) {
    super();
    this.name = textOf(name);
    later(45, 'socket', () => dispatch(this, new MessageEvent('message', { data: answerText })));
  }
  postMessage() {}
  close() {}
}
export class MessageChannel {
  constructor() {
    this.port1 = new MessagePort();
    this.port2 = new MessagePort();
    this.port1.to(this.port2);
    this.port2.to(this.port1);
  }
}
class MessagePort extends EventTarget {
  #other;
  to(other) {
    this.#other = other;
  }
  postMessage(data) {
    later(1, 'message', () => dispatch(this.#other, new MessageEvent('message', { data })));
  }
  start() {}
  close() {}
}
for (const type of [
  WebSocket,
  EventSource,
  RTCPeerConnection,
  RTCDataChannel,
  BroadcastChannel,
  MessageChannel,
  MessagePort,
]) {
  expose(type);
}
Object.defineProperty(page, 'webkitRTCPeerConnection', {
  value: RTCPeerConnection,
  writable: true,
  configurable: true,
});
