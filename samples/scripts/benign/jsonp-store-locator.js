function showStores(data) {
  var ul = document.getElementById('stores');
  ul.innerHTML = '';
  for (var i = 0; i < data.stores.length; i++) {
    var li = document.createElement('li');
    li.appendChild(document.createTextNode(data.stores[i].name + ' (' + data.stores[i].km + ' km)'));
    ul.appendChild(li);
  }
}
document.getElementById('find').onclick = function () {
  var s = document.createElement('script');
  s.src = 'https://stores.locator.example/near.js?callback=showStores&zip=' + encodeURIComponent(document.getElementById('zip').value);
  document.body.appendChild(s);
};
