(async () => {
  const parts = [];
  parts.push(navigator.userAgent, navigator.language, screen.colorDepth, `${screen.width}x${screen.height}`, new Date().getTimezoneOffset(), navigator.hardwareConcurrency, navigator.deviceMemory);
  const canvas = document.createElement('canvas');
  const c = canvas.getContext('2d');
  c.textBaseline = 'top';
  c.font = "14px 'Arial'";
  c.fillStyle = '#f60';
  c.fillRect(125, 1, 62, 20);
  c.fillStyle = '#069';
  c.fillText('Cwm fjordbank glyphs vext quiz', 2, 15);
  parts.push(canvas.toDataURL());
  const gl = document.createElement('canvas').getContext('webgl');
  if (gl) {
    const info = gl.getExtension('WEBGL_debug_renderer_info');
    parts.push(info && gl.getParameter(info.UNMASKED_RENDERER_WEBGL));
  }
  const audio = new OfflineAudioContext(1, 4500, 44100);
  const osc = audio.createOscillator();
  osc.connect(audio.destination);
  osc.start();
  const rendered = await audio.startRendering();
  parts.push(rendered.getChannelData(0).slice(4000, 4100).reduce((a, b) => a + Math.abs(b), 0));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(parts.join('~')));
  const id = btoa(String.fromCharCode(...new Uint8Array(hash)));
  await fetch('https://fp.trustgate.example/v3/visit', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id, url: location.origin }) });
  document.querySelectorAll('input[name=device_id]').forEach((i) => (i.value = id));
})();
