window.load = (function () {
  var done = {};
  return function (urls, callback) {
    var left = urls.length;
    urls.forEach(function (url) {
      if (done[url]) return --left || callback();
      var s = document.createElement('script');
      s.src = url;
      s.async = false;
      s.onload = s.onreadystatechange = function () {
        if (s.readyState && !/loaded|complete/.test(s.readyState)) return;
        s.onload = s.onreadystatechange = null;
        done[url] = true;
        if (--left === 0) callback();
      };
      document.getElementsByTagName('head')[0].appendChild(s);
    });
  };
})();
load(['https://cdn.scripthost.example/moment/2.29.4/moment.min.js', '/js/calendar.js'], function () {
  calendar.init('#dates');
});
