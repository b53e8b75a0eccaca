$('#register-email').on('blur', function () {
  var $field = $(this);
  $.post('/customer/exists', { email: $field.val() }, function (r) {
    $field.toggleClass('taken', r.exists);
    $('.email-hint').text(r.exists ? 'There is already an account with this address.' : '');
  }, 'json');
});
