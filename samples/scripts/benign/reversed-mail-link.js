document.querySelectorAll('a.mail').forEach(function (a) {
  a.addEventListener('click', function () {
    a.href = 'mailto:' + a.dataset.m.split('').reverse().join('') + String.fromCharCode(64) + 'larch.example';
  });
});
