if (!Array.from) {
  Array.from = function (items, map, self) {
    var out = [];
    for (var i = 0; i < items.length; i++) out.push(map ? map.call(self, items[i], i) : items[i]);
    return out;
  };
}
if (typeof Object.assign !== 'function') {
  Object.defineProperty(Object, 'assign', {
    writable: true,
    configurable: true,
    value: function (target) {
      for (var i = 1; i < arguments.length; i++) {
        for (var k in arguments[i]) if (Object.prototype.hasOwnProperty.call(arguments[i], k)) target[k] = arguments[i][k];
      }
      return target;
    }
  });
}
if (!Element.prototype.matches) Element.prototype.matches = Element.prototype.msMatchesSelector;
if (!Element.prototype.closest) {
  Element.prototype.closest = function (s) {
    var el = this;
    do {
      if (el.matches(s)) return el;
      el = el.parentElement;
    } while (el);
    return null;
  };
}
(function () {
  if (typeof window.CustomEvent === 'function') return;
  window.CustomEvent = function (event, params) {
    params = params || { bubbles: false, cancelable: false, detail: null };
    var e = document.createEvent('CustomEvent');
    e.initCustomEvent(event, params.bubbles, params.cancelable, params.detail);
    return e;
  };
})();
