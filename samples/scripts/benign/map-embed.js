window.initMap = function () {
  var here = { lat: 54.3, lng: -2.2 };
  var map = new maps.Map(document.getElementById('map'), { center: here, zoom: 11 });
  new maps.Marker({ position: here, map: map, title: 'Larch & Loom' });
};
(function () {
  var s = document.createElement('script');
  s.src = 'https://maps.cartoapi.example/js?key=AKexample&callback=initMap';
  s.defer = true;
  document.head.appendChild(s);
})();
