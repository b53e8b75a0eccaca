window.dataLayer = window.dataLayer || [];
(function () {
  var order = JSON.parse(document.getElementById('order-data').textContent);
  dataLayer.push({
    event: 'purchase',
    ecommerce: {
      transaction_id: order.number,
      value: order.total,
      tax: order.tax,
      currency: order.currency,
      items: order.lines.map(function (l) { return { item_id: l.sku, item_name: l.name, price: l.price, quantity: l.qty }; })
    }
  });
})();
