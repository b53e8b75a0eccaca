(function () {
  var ref = new URLSearchParams(location.search).get('aff');
  if (ref && /^[\w-]{2,20}$/.test(ref)) document.cookie = 'aff=' + ref + ';path=/;max-age=2592000';
  document.addEventListener('click', function (e) {
    var a = e.target.closest && e.target.closest('a[href^="https://partner.example/"]');
    if (a && a.href.indexOf('ref=') < 0) a.href += (a.search ? '&' : '?') + 'ref=larch';
  });
})();
