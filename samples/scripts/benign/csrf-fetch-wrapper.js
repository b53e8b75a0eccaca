(function () {
  var token = document.querySelector('meta[name="csrf-token"]').getAttribute('content');
  var nativeFetch = window.fetch;
  window.fetch = function (resource, options) {
    options = options || {};
    var url = new URL(resource.url || resource, location.href);
    if (url.origin === location.origin && options.method && options.method.toUpperCase() !== 'GET') {
      options.headers = Object.assign({}, options.headers, { 'X-CSRF-Token': token });
    }
    return nativeFetch.call(window, resource, options);
  };
})();
