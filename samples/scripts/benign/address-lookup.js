(function () {
  var key = 'PA11-EX89-JT33-KD92';
  var box = document.getElementById('postcode');
  var list = document.createElement('ul');
  var timer;
  list.className = 'lookup-results';
  box.parentNode.appendChild(list);

  function set(id, value) {
    var el = document.getElementById(id);
    if (!el) return;
    el.value = value || '';
    el.dispatchEvent(new Event('change', { bubbles: true }));
  }
  function choose(item) {
    list.innerHTML = '';
    set('street_1', item.line1);
    set('street_2', item.line2);
    set('city', item.town);
    set('region', item.county);
  }
  box.addEventListener('keyup', function () {
    clearTimeout(timer);
    if (box.value.length < 5) return;
    timer = setTimeout(function () {
      var xhr = new XMLHttpRequest();
      xhr.open('GET', 'https://api.postcode-finder.example/find?key=' + key + '&q=' + encodeURIComponent(box.value));
      xhr.onload = function () {
        list.innerHTML = '';
        JSON.parse(xhr.responseText).items.forEach(function (item) {
          var li = document.createElement('li');
          li.textContent = item.line1 + ', ' + item.town;
          li.onclick = function () { choose(item); };
          list.appendChild(li);
        });
      };
      xhr.send();
    }, 250);
  });
})();
