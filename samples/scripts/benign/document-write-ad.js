var ord = Math.random() * 10000000000000000;
document.write(unescape('%3Cscript src="https://ad.bannerserve.example/adj/shop/home;sz=728x90;ord=' + ord + '?" type="text/javascript"%3E%3C/script%3E'));
document.write('<noscript><a href="https://ad.bannerserve.example/jump"><img src="https://ad.bannerserve.example/ad/shop" width="728" height="90"></a></noscript>');
