(function () {
  var ORIGIN = 'https://fields.cardvault.example';
  function Field(type, options) {
    this.type = type;
    this.options = options || {};
    this.handlers = {};
  }
  Field.prototype.mount = function (selector) {
    var self = this;
    var frame = document.createElement('iframe');
    frame.src = ORIGIN + '/' + this.type + '.html#' + encodeURIComponent(JSON.stringify(this.options.style || {}));
    frame.setAttribute('frameborder', '0');
    frame.allow = 'payment';
    document.querySelector(selector).appendChild(frame);
    this.frame = frame;
    window.addEventListener('message', function (event) {
      if (event.origin !== ORIGIN || event.source !== frame.contentWindow) return;
      (self.handlers[event.data.event] || []).forEach(function (h) { h(event.data.state); });
    });
  };
  Field.prototype.on = function (name, handler) {
    (this.handlers[name] = this.handlers[name] || []).push(handler);
    return this;
  };
  Field.prototype.submit = function () {
    this.frame.contentWindow.postMessage({ action: 'tokenize' }, ORIGIN);
  };
  window.CardVault = { create: function (type, options) { return new Field(type, options); } };
})();
