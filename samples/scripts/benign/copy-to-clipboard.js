document.querySelectorAll('[data-copy]').forEach(function (b) {
  b.addEventListener('click', function () {
    navigator.clipboard.writeText(b.dataset.copy).then(function () {
      var t = b.textContent;
      b.textContent = 'Copied';
      setTimeout(function () { b.textContent = t; }, 1500);
    });
  });
});
