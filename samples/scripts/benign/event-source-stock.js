var stock = new EventSource('https://live.stockfeed.example/stream?skus=' + [].map.call(document.querySelectorAll('[data-sku]'), function (e) { return e.dataset.sku; }).join(','));
stock.onmessage = function (m) {
  var d = JSON.parse(m.data);
  var el = document.querySelector('[data-sku="' + d.sku + '"] .stock');
  if (el) el.textContent = d.left > 0 ? d.left + ' left' : 'Sold out';
};
