(function () {
  var state = {}, watchers = {};
  function notify(name) { (watchers[name] || []).forEach(function (f) { f(state[name]); }); }
  document.querySelectorAll('input[data-bind], select[data-bind], textarea[data-bind]').forEach(function (el) {
    var name = el.getAttribute('data-bind');
    state[name] = el.value;
    el.addEventListener('input', function () { state[name] = el.value; notify(name); });
  });
  document.querySelectorAll('[data-text]').forEach(function (el) {
    var name = el.getAttribute('data-text');
    (watchers[name] = watchers[name] || []).push(function (v) { el.textContent = v; });
  });
  Object.keys(state).forEach(notify);
  window.bindings = state;
})();
