(function (w, d, container) {
  'use strict';
  var layer = (w.thLayer = w.thLayer || []);
  var consent = { analytics: 'denied', marketing: 'denied' };
  var fired = {};
  var state = {};

  function firesHere(tag) {
    return !tag.on || new RegExp(tag.on).test(w.location.pathname);
  }

  function allowed(tag) {
    return !tag.needs || consent[tag.needs] === 'granted';
  }

  function inject(tag) {
    var el;
    if (tag.type === 'script') {
      el = d.createElement('script');
      el.async = true;
      el.src = tag.src;
      el.setAttribute('data-th', tag.id);
      d.head.appendChild(el);
    } else {
      el = new Image(1, 1);
      el.src = tag.src + (tag.src.indexOf('?') < 0 ? '?' : '&') + 'u=' + encodeURIComponent(w.location.pathname) + '&z=' + Math.floor(1e9 * Math.random());
    }
  }

  function sweep() {
    for (var i = 0; i < container.tags.length; i++) {
      var tag = container.tags[i];
      if (fired[tag.id] || !firesHere(tag) || !allowed(tag)) continue;
      fired[tag.id] = true;
      try {
        inject(tag);
      } catch (error) {
        state.error = String(error);
      }
    }
  }

  function handle(entry) {
    // consent() pushes its `arguments`, everything else pushes an object.
    if (entry && entry[0] === 'default') Object.assign(consent, entry[1]);
    else if (entry && entry[0] === 'update') Object.assign(consent, entry[1]);
    else Object.assign(state, entry);
    sweep();
  }

  var push = layer.push;
  layer.push = function () {
    var result = push.apply(layer, arguments);
    Array.prototype.forEach.call(arguments, handle);
    return result;
  };
  layer.slice().forEach(handle);
  w.tagharbor = { id: container.id, version: container.version, get: function (key) { return state[key]; } };
})(window, document, thContainer);
