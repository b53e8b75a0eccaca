['https://cdn.larch.example', 'https://js.payfold.example', 'https://fonts.typehouse.example'].forEach(function (href) {
  ['dns-prefetch', 'preconnect'].forEach(function (rel) {
    var l = document.createElement('link');
    l.rel = rel;
    l.href = href;
    document.head.appendChild(l);
  });
});
