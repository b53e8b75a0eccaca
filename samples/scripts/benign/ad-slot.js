var adtag = adtag || { cmd: [] };
(function () {
  var s = document.createElement('script');
  s.async = true;
  s.src = 'https://securepubads.adserve.example/tag/js/gpt.js';
  var node = document.getElementsByTagName('script')[0];
  node.parentNode.insertBefore(s, node);
})();
adtag.cmd.push(function () {
  var slot = adtag.defineSlot('/1180/larch/side', [[300, 250], [300, 600]], 'ad-side').addService(adtag.pubads());
  adtag.pubads().enableSingleRequest();
  adtag.pubads().setTargeting('section', document.body.dataset.section);
  adtag.enableServices();
  adtag.display('ad-side');
  setInterval(function () { if (!document.hidden) adtag.pubads().refresh([slot]); }, 60000);
});
