document.querySelectorAll('.video[data-id]').forEach(function (box) {
  box.style.backgroundImage = 'url(https://i.vidshare.example/vi/' + box.dataset.id + '/hq.jpg)';
  box.addEventListener('click', function () {
    var f = document.createElement('iframe');
    f.src = 'https://www.vidshare-nocookie.example/embed/' + box.dataset.id + '?autoplay=1';
    f.allow = 'autoplay; encrypted-media';
    f.allowFullscreen = true;
    f.width = '100%';
    f.height = '100%';
    box.replaceChildren(f);
  });
});
