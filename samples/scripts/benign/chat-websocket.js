const log = document.querySelector('.chat-log');
const form = document.querySelector('.chat-form');
let socket;
let retry = 500;

function connect() {
  socket = new WebSocket(`wss://rt.livetalk.example/v2/socket?visitor=${localStorage.visitorId ??= crypto.randomUUID()}`);
  socket.addEventListener('open', () => (retry = 500));
  socket.addEventListener('message', ({ data }) => {
    const { author, text } = JSON.parse(data);
    const line = document.createElement('p');
    line.textContent = `${author}: ${text}`;
    log.append(line);
  });
  socket.addEventListener('close', () => setTimeout(connect, (retry = Math.min(retry * 2, 30000))));
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const input = form.elements.message;
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'message', text: input.value, page: location.pathname }));
  input.value = '';
});
form.elements.message.addEventListener('keyup', () => socket.readyState === 1 && socket.send('{"type":"typing"}'));
connect();
