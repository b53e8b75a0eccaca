(function () {
  var images = [].slice.call(document.querySelectorAll('img[data-src]'));
  function load(img) {
    img.src = img.dataset.src;
    if (img.dataset.srcset) img.srcset = img.dataset.srcset;
    img.removeAttribute('data-src');
  }
  if (!('IntersectionObserver' in window)) return images.forEach(load);
  var io = new IntersectionObserver(function (entries) {
    entries.forEach(function (e) {
      if (!e.isIntersecting) return;
      load(e.target);
      io.unobserve(e.target);
    });
  }, { rootMargin: '200px' });
  images.forEach(function (i) { io.observe(i); });
})();
