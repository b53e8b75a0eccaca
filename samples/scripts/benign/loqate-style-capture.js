(function (w) {
  var fields = [{ element: 'search', field: '', mode: 1 }, { element: 'street', field: 'Line1', mode: 2 }, { element: 'company', field: 'Company', mode: 3 }, { element: 'city', field: 'City', mode: 2 }, { element: 'zip', field: 'PostalCode', mode: 2 }];
  function Control(key) {
    this.key = key;
    var self = this;
    fields.forEach(function (f) {
      var el = document.getElementById(f.element);
      if (el && f.mode & 1) el.addEventListener('keyup', function () { self.find(el.value); });
    });
  }
  Control.prototype.find = function (text) {
    if (text.length < 3) return;
    var cb = 'cap' + Date.now(), self = this;
    w[cb] = function (r) { delete w[cb]; if (r.Items.length === 1) self.populate(r.Items[0]); };
    var s = document.createElement('script');
    s.src = 'https://services.addresskit.example/Capture/Find/v1/json3.ws?Key=' + this.key + '&Text=' + encodeURIComponent(text) + '&callback=' + cb;
    document.body.appendChild(s);
  };
  Control.prototype.populate = function (item) {
    fields.forEach(function (f) { if (f.mode & 2) document.getElementById(f.element).value = item[f.field] || ''; });
  };
  w.addressKit = new Control('AA11-AA11-AA11-AA11');
})(window);
