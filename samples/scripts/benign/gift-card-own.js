jQuery('#giftcard-check').on('click', function (ev) {
  ev.preventDefault();
  var code = jQuery('#giftcard_number').val();
  jQuery.getJSON('/giftcard/balance', { code: code }, function (answer) {
    jQuery('#giftcard-result').text(answer.balance ? 'Balance: ' + answer.balance : 'Unknown card.');
  });
});
