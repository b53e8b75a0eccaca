(function () {
  var log = document.getElementById('log');
  var form = document.querySelector('form');
  var box = form.querySelector('input');
  var visitor = location.hash.slice(1);

  function say(text, mine) {
    var line = document.createElement('p');
    line.textContent = text;
    if (mine) line.className = 'me';
    log.appendChild(line);
    log.scrollTop = log.scrollHeight;
  }

  var request = new XMLHttpRequest();
  request.open('GET', '/api/hello?v=' + encodeURIComponent(visitor));
  request.onload = function () {
    var answer = JSON.parse(request.responseText);
    document.getElementById('agent').textContent = answer.agent + (answer.online ? ' · online' : '');
    say('Hello! ' + answer.agent + ' here. Ask me anything about the pieces.');
    parent.postMessage({ type: 'cn:ready', agent: answer.agent }, '*');
  };
  request.send();

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (!box.value.trim()) return;
    say(box.value, true);
    box.value = '';
    setTimeout(function () { say('Thank you, I will look into it.'); }, 900);
  });
  document.getElementById('close').onclick = function () { parent.postMessage({ type: 'cn:close' }, '*'); };
  window.addEventListener('message', function (event) {
    if (event.source === parent && event.data && event.data.type === 'cn:open') box.focus();
  });
})();
