(function (modules) {
  var cache = {};
  function load(id) {
    if (cache[id]) return cache[id].exports;
    var module = (cache[id] = { exports: {} });
    modules[id](module, module.exports, load);
    return module.exports;
  }
  load(0);
})({
  0: function (module, exports, load) {
    var config = load(1);
    var money = load(2).money;
    var $q = window.Quarry;

    window.LL = {
      config: config,
      reprice: function (select) {
        var price = document.querySelector('.product .price');
        price.textContent = money(Number(price.dataset.unit) * Number(select.value));
      },
      subscribe: function (form) {
        var input = form.querySelector('input[type=email]');
        if (!input.checkValidity()) return false;
        $q.post('/newsletter', { email: input.value }).then(function () {
          form.innerHTML = '<p>Thank you. The next letter comes with the first frost.</p>';
        });
        return false;
      }
    };
    load(3).start();
    load(4).start();
  },
  1: function (module) {
    var node = document.getElementById('shop-config');
    module.exports = node ? JSON.parse(node.textContent) : {};
  },
  2: function (module, exports) {
    exports.money = function (pence) {
      return new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' }).format(pence / 100);
    };
  },
  3: function (module, exports) {
    // The zoom is only fetched where there is something to zoom.
    exports.start = function () {
      var figure = document.querySelector('[data-zoom]');
      if (figure) {
        import('/assets/zoom.b81d2e07.js').then(function (zoom) {
          zoom.attach(figure);
        });
      }
    };
  },
  4: function (module, exports) {
    exports.start = function () {
      if ('serviceWorker' in navigator) {
        window.addEventListener('load', function () {
          navigator.serviceWorker.register('/sw.js').catch(function () {});
        });
      }
    };
  }
});
