/*!
 * Quarry v3.4.1: select, walk, listen, fetch
 * Apache-2.0 licence
 */
(function (root, factory) {
  if (typeof module === 'object' && module.exports) {
    module.exports = factory(root);
  } else if (typeof define === 'function' && define.amd) {
    define('quarry', [], function () { return factory(root); });
  } else {
    root.Quarry = root.$q = factory(root);
  }
})(typeof window !== 'undefined' ? window : this, function (window) {
  'use strict';

  var document = window.document;
  var arr = [];
  var slice = arr.slice;
  var push = arr.push;
  var indexOf = arr.indexOf;
  var hasOwn = Object.prototype.hasOwnProperty;
  var rsimple = /^(?:#([\w-]+)|\.([\w-]+)|([\w-]+))$/;
  var rhtml = /^\s*<([\w-]+)[^>]*>/;
  var rspace = /\s+/;
  var rnum = /^-?\d+(?:\.\d+)?$/;
  var rsubmittable = /^(?:input|select|textarea|keygen)$/i;
  var rskip = /^(?:submit|button|image|reset|file)$/i;
  var expando = 'quarry' + (3.41 + Math.random()).toString().replace(/\D/g, '');
  var guid = 1;
  var cache = {};
  var unitless = { opacity: 1, zIndex: 1, fontWeight: 1, lineHeight: 1, flexGrow: 1, order: 1, zoom: 1 };

  function Quarry(selector, context) {
    return new Quarry.fn.init(selector, context);
  }

  Quarry.fn = Quarry.prototype = {
    constructor: Quarry,
    version: '3.4.1',
    length: 0,

    init: function (selector, context) {
      if (!selector) return this;
      if (typeof selector === 'function') {
        Quarry.ready(selector);
        return this;
      }
      if (selector.nodeType || selector === window) {
        this[0] = selector;
        this.length = 1;
        return this;
      }
      if (typeof selector === 'string') {
        return Quarry.merge(this, rhtml.test(selector) ? Quarry.parseHTML(selector) : find(selector, context));
      }
      return Quarry.merge(this, selector);
    },

    get: function (index) {
      if (index == null) return slice.call(this);
      return index < 0 ? this[index + this.length] : this[index];
    },
    eq: function (index) {
      var node = this.get(index);
      return Quarry(node || []);
    },
    first: function () { return this.eq(0); },
    last: function () { return this.eq(-1); },
    each: function (callback) { return Quarry.each(this, callback); },
    map: function (callback) {
      return Quarry(Quarry.map(this, function (node, index) { return callback.call(node, index, node); }));
    },
    filter: function (test) {
      return Quarry(arr.filter.call(this, function (node, index) {
        return typeof test === 'function' ? test.call(node, index, node) : matches(node, test);
      }));
    },
    not: function (test) {
      return this.filter(function () { return !matches(this, test); });
    },
    is: function (test) { return this.filter(test).length > 0; },
    add: function (selector) { return Quarry(unique(this.get().concat(Quarry(selector).get()))); },
    index: function (node) {
      if (node) return indexOf.call(this, node.nodeType ? node : node[0]);
      return this[0] && this[0].parentNode ? indexOf.call(this[0].parentNode.children, this[0]) : -1;
    }
  };
  Quarry.fn.init.prototype = Quarry.fn;

  // ---- core helpers ----

  Quarry.extend = Quarry.fn.extend = function () {
    var target = arguments[0] || {};
    var i = 1;
    var deep = false;
    if (typeof target === 'boolean') {
      deep = target;
      target = arguments[1] || {};
      i = 2;
    }
    if (i === arguments.length) {
      target = this;
      i--;
    }
    for (; i < arguments.length; i++) {
      var options = arguments[i];
      if (options == null) continue;
      for (var name in options) {
        if (name === '__proto__' || !hasOwn.call(options, name)) continue;
        var copy = options[name];
        if (deep && copy && (isPlainObject(copy) || Array.isArray(copy))) {
          var source = target[name];
          target[name] = Quarry.extend(deep, Array.isArray(copy) ? (Array.isArray(source) ? source : []) : isPlainObject(source) ? source : {}, copy);
        } else if (copy !== undefined) {
          target[name] = copy;
        }
      }
    }
    return target;
  };

  function isPlainObject(value) {
    if (!value || Object.prototype.toString.call(value) !== '[object Object]') return false;
    var proto = Object.getPrototypeOf(value);
    return !proto || proto === Object.prototype;
  }

  function isArrayLike(value) {
    return !!value && typeof value !== 'function' && value !== window && typeof value.length === 'number';
  }

  function camel(name) {
    return name.replace(/^-ms-/, 'ms-').replace(/-([a-z])/g, function (all, letter) { return letter.toUpperCase(); });
  }

  function unique(nodes) {
    return nodes.filter(function (node, index) { return nodes.indexOf(node) === index; });
  }

  function matches(node, selector) {
    if (!node || node.nodeType !== 1) return false;
    if (typeof selector !== 'string') return node === selector || (isArrayLike(selector) && indexOf.call(selector, node) !== -1);
    var native = node.matches || node.msMatchesSelector || node.webkitMatchesSelector;
    return native.call(node, selector);
  }

  function find(selector, context) {
    context = context ? (context.nodeType ? context : Quarry(context)[0]) : document;
    if (!context) return [];
    var match = rsimple.exec(selector);
    if (match) {
      if (match[1] && context === document) {
        var byId = document.getElementById(match[1]);
        return byId ? [byId] : [];
      }
      if (match[2]) return slice.call(context.getElementsByClassName(match[2]));
      if (match[3]) return slice.call(context.getElementsByTagName(match[3]));
    }
    return slice.call(context.querySelectorAll(selector));
  }

  Quarry.extend({
    expando: expando,
    noop: function () {},
    isPlainObject: isPlainObject,
    camelCase: camel,
    contains: function (a, b) { return a !== b && a.contains(b); },
    merge: function (first, second) {
      var list = isArrayLike(second) ? second : [second];
      for (var i = 0; i < list.length; i++) push.call(first, list[i]);
      return first;
    },
    each: function (object, callback) {
      var key;
      if (isArrayLike(object)) {
        for (key = 0; key < object.length; key++) if (callback.call(object[key], key, object[key]) === false) break;
      } else {
        for (key in object) if (callback.call(object[key], key, object[key]) === false) break;
      }
      return object;
    },
    map: function (items, callback) {
      var out = [];
      Quarry.each(items, function (key, item) {
        var value = callback(item, key);
        if (value != null) out.push(value);
      });
      return arr.concat.apply([], out);
    },
    parseHTML: function (markup) {
      var holder = document.createElement('template');
      holder.innerHTML = markup.trim();
      return holder.content ? slice.call(holder.content.childNodes) : [];
    },
    param: function (data) {
      var out = [];
      function build(prefix, value) {
        if (Array.isArray(value)) {
          value.forEach(function (item, index) { build(prefix + '[' + (typeof item === 'object' ? index : '') + ']', item); });
        } else if (isPlainObject(value)) {
          for (var key in value) build(prefix + '[' + key + ']', value[key]);
        } else {
          out.push(encodeURIComponent(prefix) + '=' + encodeURIComponent(value == null ? '' : value));
        }
      }
      if (Array.isArray(data)) data.forEach(function (pair) { build(pair.name, pair.value); });
      else for (var name in data) build(name, data[name]);
      return out.join('&').replace(/%20/g, '+');
    },
    ready: function (callback) {
      if (document.readyState !== 'loading') window.setTimeout(function () { callback(Quarry); });
      else document.addEventListener('DOMContentLoaded', function () { callback(Quarry); }, { once: true });
    },
    debounce: function (callback, wait) {
      var timer;
      return function () {
        var self = this, args = arguments;
        window.clearTimeout(timer);
        timer = window.setTimeout(function () { callback.apply(self, args); }, wait);
      };
    }
  });

  // ---- data, attributes, classes ----

  function store(node) {
    var key = node[expando];
    if (!key) {
      key = node[expando] = guid++;
      cache[key] = { data: {}, events: {} };
    }
    return cache[key];
  }

  function parseData(text) {
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text === 'null') return null;
    if (rnum.test(text)) return +text;
    if (/^[\[{]/.test(text)) {
      try { return JSON.parse(text); } catch (error) { return text; }
    }
    return text;
  }

  Quarry.fn.extend({
    data: function (name, value) {
      if (value !== undefined) return this.each(function () { store(this).data[camel(name)] = value; });
      if (!this[0]) return undefined;
      var saved = store(this[0]).data[camel(name)];
      if (saved !== undefined) return saved;
      var text = this[0].getAttribute('data-' + name.replace(/[A-Z]/g, '-$&').toLowerCase());
      return text === null ? undefined : parseData(text);
    },
    attr: function (name, value) {
      if (typeof name === 'object') {
        for (var key in name) this.attr(key, name[key]);
        return this;
      }
      if (value === undefined) {
        var found = this[0] && this[0].getAttribute && this[0].getAttribute(name);
        return found == null ? undefined : found;
      }
      return this.each(function () {
        if (value === null) this.removeAttribute(name);
        else this.setAttribute(name, value);
      });
    },
    prop: function (name, value) {
      if (value === undefined) return this[0] && this[0][name];
      return this.each(function () { this[name] = value; });
    },
    val: function (value) {
      if (value === undefined) {
        var node = this[0];
        if (!node) return undefined;
        if (node.multiple && node.options) {
          return slice.call(node.options).filter(function (o) { return o.selected; }).map(function (o) { return o.value; });
        }
        return typeof node.value === 'string' ? node.value.replace(/\r/g, '') : node.value;
      }
      return this.each(function () { this.value = value == null ? '' : value; });
    },
    text: function (value) {
      if (value === undefined) return Quarry.map(this, function (node) { return node.textContent; }).join('');
      return this.each(function () { this.textContent = value; });
    },
    html: function (value) {
      if (value === undefined) return this[0] && this[0].innerHTML;
      return this.empty().append(value);
    },
    addClass: function (names) { return eachClass(this, names, 'add'); },
    removeClass: function (names) { return eachClass(this, names, 'remove'); },
    toggleClass: function (names, state) { return eachClass(this, names, state === undefined ? 'toggle' : state ? 'add' : 'remove'); },
    hasClass: function (name) { return arr.some.call(this, function (node) { return node.classList.contains(name); }); }
  });

  function eachClass(set, names, method) {
    return set.each(function () {
      var list = this.classList;
      names.split(rspace).forEach(function (name) { if (name) list[method](name); });
    });
  }

  // ---- tree ----

  function nodesOf(content) {
    if (typeof content === 'string') return rhtml.test(content) ? Quarry.parseHTML(content) : [document.createTextNode(content)];
    return content.nodeType ? [content] : slice.call(content);
  }

  function insert(set, content, place) {
    var nodes = nodesOf(content);
    return set.each(function (index) {
      var target = this;
      var last = index === set.length - 1;
      nodes.forEach(function (node) { place(target, last ? node : node.cloneNode(true)); });
    });
  }

  function walk(set, property, until) {
    return unique(Quarry.map(set, function (node) {
      var out = [];
      while ((node = node[property]) && node.nodeType !== 9) {
        if (node.nodeType === 1) out.push(node);
        if (!until) break;
      }
      return out;
    }));
  }

  Quarry.fn.extend({
    find: function (selector) {
      return Quarry(unique(Quarry.map(this, function (node) { return find(selector, node); })));
    },
    closest: function (selector) {
      return Quarry(unique(Quarry.map(this, function (node) { return node.closest ? node.closest(selector) : null; })));
    },
    parent: function () { return Quarry(walk(this, 'parentNode')); },
    parents: function (selector) { return Quarry(walk(this, 'parentNode', true)).filter(selector || '*'); },
    next: function () { return Quarry(walk(this, 'nextElementSibling')); },
    prev: function () { return Quarry(walk(this, 'previousElementSibling')); },
    children: function (selector) {
      return Quarry(unique(Quarry.map(this, function (node) { return slice.call(node.children); }))).filter(selector || '*');
    },
    siblings: function (selector) {
      return Quarry(unique(Quarry.map(this, function (node) {
        return arr.filter.call(node.parentNode.children, function (other) { return other !== node; });
      }))).filter(selector || '*');
    },
    append: function (content) { return insert(this, content, function (target, node) { target.appendChild(node); }); },
    prepend: function (content) { return insert(this, content, function (target, node) { target.insertBefore(node, target.firstChild); }); },
    before: function (content) { return insert(this, content, function (target, node) { target.parentNode.insertBefore(node, target); }); },
    after: function (content) { return insert(this, content, function (target, node) { target.parentNode.insertBefore(node, target.nextSibling); }); },
    appendTo: function (target) {
      Quarry(target).append(this);
      return this;
    },
    empty: function () {
      return this.each(function () { while (this.firstChild) this.removeChild(this.firstChild); });
    },
    remove: function () {
      return this.each(function () {
        if (this[expando]) delete cache[this[expando]];
        if (this.parentNode) this.parentNode.removeChild(this);
      });
    },
    clone: function () { return this.map(function () { return this.cloneNode(true); }); }
  });

  // ---- style and place ----

  Quarry.fn.extend({
    css: function (name, value) {
      if (typeof name === 'object') {
        for (var key in name) this.css(key, name[key]);
        return this;
      }
      var property = camel(name);
      if (value === undefined) return this[0] && window.getComputedStyle(this[0])[property];
      return this.each(function () {
        this.style[property] = typeof value === 'number' && !unitless[property] ? value + 'px' : value;
      });
    },
    show: function () { return this.each(function () { this.hidden = false; this.style.display = ''; }); },
    hide: function () { return this.each(function () { this.style.display = 'none'; }); },
    offset: function () {
      if (!this[0]) return undefined;
      var rect = this[0].getBoundingClientRect();
      return { top: rect.top + window.pageYOffset, left: rect.left + window.pageXOffset };
    },
    width: function () { return this[0] && this[0].getBoundingClientRect().width; },
    height: function () { return this[0] && this[0].getBoundingClientRect().height; },
    animate: function (to, duration, done) {
      return this.each(function () {
        var node = this, from = {}, start;
        for (var name in to) from[name] = parseFloat(window.getComputedStyle(node)[name]) || 0;
        function frame(now) {
          start = start || now;
          var t = Math.min(1, (now - start) / (duration || 300));
          var eased = t < 0.5 ? 2 * t * t : 1 - Math.pow(-2 * t + 2, 2) / 2;
          for (var name in to) Quarry(node).css(name, from[name] + (to[name] - from[name]) * eased);
          if (t < 1) window.requestAnimationFrame(frame);
          else if (done) done.call(node);
        }
        window.requestAnimationFrame(frame);
      });
    },
    fadeIn: function (duration) { return this.css('opacity', 0).show().animate({ opacity: 1 }, duration); },
    fadeOut: function (duration) {
      return this.animate({ opacity: 0 }, duration, function () { this.style.display = 'none'; });
    }
  });

  // ---- events ----

  function handlersFor(node, type) {
    var events = store(node).events;
    return events[type] || (events[type] = []);
  }

  Quarry.fn.extend({
    on: function (types, selector, callback) {
      if (typeof selector === 'function') {
        callback = selector;
        selector = null;
      }
      return this.each(function () {
        var node = this;
        types.split(rspace).forEach(function (full) {
          var parts = full.split('.');
          var listener = function (event) {
            var target = node;
            if (selector) {
              target = event.target.closest ? event.target.closest(selector) : null;
              if (!target || !node.contains(target)) return;
            }
            if (callback.call(target, event, event.detail) === false) {
              event.preventDefault();
              event.stopPropagation();
            }
          };
          handlersFor(node, parts[0]).push({ callback: callback, listener: listener, space: parts[1] });
          node.addEventListener(parts[0], listener);
        });
      });
    },
    one: function (types, callback) {
      var self = this;
      return this.on(types, function once(event) {
        self.off(types, once);
        return callback.call(this, event);
      });
    },
    off: function (types, callback) {
      return this.each(function () {
        var node = this;
        types.split(rspace).forEach(function (full) {
          var parts = full.split('.');
          var events = store(node).events;
          events[parts[0]] = (events[parts[0]] || []).filter(function (entry) {
            var keep = (callback && entry.callback !== callback) || (parts[1] && entry.space !== parts[1]);
            if (!keep) node.removeEventListener(parts[0], entry.listener);
            return keep;
          });
        });
      });
    },
    trigger: function (type, detail) {
      return this.each(function () {
        this.dispatchEvent(new window.CustomEvent(type, { bubbles: true, cancelable: true, detail: detail }));
      });
    },
    ready: function (callback) {
      Quarry.ready(callback);
      return this;
    }
  });

  'click dblclick change input focus blur submit keyup keydown keypress mouseenter mouseleave scroll'.split(' ').forEach(function (name) {
    Quarry.fn[name] = function (callback) { return callback ? this.on(name, callback) : this.trigger(name); };
  });

  // ---- forms ----

  Quarry.fn.extend({
    serializeArray: function () {
      var nodes = Quarry.map(this, function (node) { return node.elements ? slice.call(node.elements) : node; });
      return nodes.filter(function (node) {
        return node.name && !node.disabled && rsubmittable.test(node.nodeName) && !rskip.test(node.type) && (node.checked || !/^(?:checkbox|radio)$/i.test(node.type));
      }).map(function (node) {
        return { name: node.name, value: String(Quarry(node).val()).replace(/\r?\n/g, '\r\n') };
      });
    },
    serialize: function () { return Quarry.param(this.serializeArray()); }
  });

  // ---- requests ----

  Quarry.ajaxSettings = { method: 'GET', timeout: 0, headers: {}, dataType: '', contentType: 'application/x-www-form-urlencoded; charset=UTF-8' };

  Quarry.ajax = function (url, options) {
    var settings = Quarry.extend({}, Quarry.ajaxSettings, typeof url === 'object' ? url : options);
    if (typeof url === 'string') settings.url = url;
    var data = settings.data && typeof settings.data !== 'string' ? Quarry.param(settings.data) : settings.data;
    var get = /^(?:GET|HEAD)$/i.test(settings.method);
    if (get && data) settings.url += (settings.url.indexOf('?') < 0 ? '?' : '&') + data;
    return new window.Promise(function (resolve, reject) {
      var xhr = new window.XMLHttpRequest();
      xhr.open(settings.method, settings.url, true);
      xhr.timeout = settings.timeout;
      if (!get) xhr.setRequestHeader('Content-Type', settings.contentType);
      xhr.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
      for (var name in settings.headers) xhr.setRequestHeader(name, settings.headers[name]);
      xhr.onload = function () {
        if (xhr.status < 200 || xhr.status > 299) return reject(new Error(xhr.status + ' ' + settings.url));
        var type = settings.dataType || xhr.getResponseHeader('Content-Type') || '';
        try {
          resolve(/json/.test(type) ? JSON.parse(xhr.responseText) : xhr.responseText);
        } catch (error) {
          reject(error);
        }
      };
      xhr.onerror = xhr.ontimeout = function () { reject(new Error('Request failed: ' + settings.url)); };
      xhr.send(get ? null : data);
    });
  };
  Quarry.get = function (url, data) { return Quarry.ajax(url, { data: data }); };
  Quarry.post = function (url, data) { return Quarry.ajax(url, { method: 'POST', data: data }); };
  Quarry.getJSON = function (url, data) { return Quarry.ajax(url, { data: data, dataType: 'json' }); };
  Quarry.getScript = function (url) {
    return new window.Promise(function (resolve, reject) {
      var script = document.createElement('script');
      script.src = url;
      script.onload = function () { script.parentNode.removeChild(script); resolve(); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
  };
  Quarry.fn.load = function (url) {
    var set = this;
    return Quarry.get(url).then(function (markup) { return set.html(markup); });
  };

  return Quarry;
});
