(function () {
  function send(score, text) {
    var f = document.createElement('form');
    f.method = 'post';
    f.action = 'https://answers.surveybee.example/submit';
    f.target = 'sb-frame';
    [['score', score], ['comment', text], ['page', location.pathname]].forEach(function (p) {
      var i = document.createElement('input');
      i.type = 'hidden';
      i.name = p[0];
      i.value = p[1];
      f.appendChild(i);
    });
    var frame = document.createElement('iframe');
    frame.name = 'sb-frame';
    frame.hidden = true;
    document.body.append(frame, f);
    f.submit();
  }
  document.querySelectorAll('.nps button').forEach(function (b) {
    b.onclick = function () { send(b.value, document.querySelector('.nps textarea').value); };
  });
})();
