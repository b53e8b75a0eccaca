(function () {
  var open = false;
  setInterval(function () {
    var now = window.outerWidth - window.innerWidth > 160 || window.outerHeight - window.innerHeight > 160;
    if (now && !open) console.log('%cHello, curious one. We are hiring: /jobs', 'font-size:20px;color:#b5532f');
    open = now;
  }, 1000);
})();
