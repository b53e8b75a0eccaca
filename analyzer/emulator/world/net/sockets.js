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
  }
  send(data) {
    request('rtc', rtcServer, { method: 'SEND', body: data });
  }
  close() {}
}
let rtcServer = 'stun://peer.unknown.invalid';

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
    return resolved(plain({ type: 'offer', sdp: 'v=0\r\n' }));
  }
  createAnswer() {
    return resolved(plain({ type: 'answer', sdp: 'v=0\r\n' }));
  }
  setLocalDescription(description) {
    this.localDescription = description;
    later(20, 'socket', () => dispatch(this, Object.assign(new Event('icecandidate'), { candidate: null })));
    return resolved();
  }
  setRemoteDescription(description) {
    this.remoteDescription = description;
    const sdp = textOf(description?.sdp ?? '');
    if (sdp !== '')
      record('call', { path: 'RTCPeerConnection.setRemoteDescription', args: [sdp.slice(0, 4000)] });
    const host = /^c=IN IP\d (\S+)|a=candidate:\S+ \d \S+ \d+ (\S+)/m.exec(sdp);
    if (host) rtcServer = `rtc://${host[1] ?? host[2]}`;
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
