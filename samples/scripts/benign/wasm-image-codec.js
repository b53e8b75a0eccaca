const pool = [];
let next = 0;

async function startWorkers(url) {
  const module = await WebAssembly.compileStreaming(fetch('/codecs/avif-dec.wasm'));
  for (let i = 0; i < Math.min(4, navigator.hardwareConcurrency || 2); i++) {
    const worker = new Worker(url, { type: 'module' });
    worker.postMessage({ type: 'init', module });
    pool.push(worker);
  }
}

export async function decode(buffer) {
  if (pool.length === 0) await startWorkers(new URL('./codec-worker.js', import.meta.url));
  const worker = pool[next++ % pool.length];
  return new Promise((resolve, reject) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(new ImageData(data.pixels, data.width, data.height)));
    worker.postMessage({ type: 'decode', buffer, port: channel.port2 }, [buffer, channel.port2]);
  });
}
