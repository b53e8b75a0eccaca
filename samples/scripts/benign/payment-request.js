const button = document.getElementById('express');
if (window.PaymentRequest) {
  const request = () =>
    new PaymentRequest(
      [{ supportedMethods: 'https://pay.wallet.example/pay', data: { merchantId: '118', gateway: 'payfold' } }],
      { total: { label: 'Larch & Loom', amount: { currency: 'GBP', value: button.dataset.total } } },
      { requestPayerEmail: true, requestShipping: true },
    );
  button.hidden = false;
  button.addEventListener('click', async () => {
    const response = await request().show();
    const result = await fetch('/checkout/express', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(response) });
    await response.complete(result.ok ? 'success' : 'fail');
    if (result.ok) location.href = '/thank-you';
  });
}
