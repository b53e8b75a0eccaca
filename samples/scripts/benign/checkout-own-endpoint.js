jQuery(function ($) {
  var $form = $('#checkout-form');
  $form.on('submit', function (e) {
    e.preventDefault();
    var $button = $form.find('button[type=submit]').prop('disabled', true).text('Placing your order…');
    $.ajax({ url: '/checkout/place-order', type: 'POST', data: $form.serialize(), dataType: 'json' })
      .done(function (answer) {
        if (answer.redirect) window.location.href = answer.redirect;
        else $('.errors').html(answer.messages.join('<br>')).show();
      })
      .fail(function () {
        $('.errors').text('We could not reach the payment service. You have not been charged.').show();
      })
      .always(function () {
        $button.prop('disabled', false).text('Place order');
      });
  });
});
