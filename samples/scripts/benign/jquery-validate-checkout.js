jQuery.validator.addMethod('cardnumber', function (value, element) {
  if (this.optional(element)) return true;
  var n = value.replace(/\D/g, ''), check = 0, even = false;
  for (var i = n.length - 1; i >= 0; i--) {
    var digit = parseInt(n.charAt(i), 10);
    if (even && (digit *= 2) > 9) digit -= 9;
    check += digit;
    even = !even;
  }
  return check % 10 === 0;
}, 'Please enter a valid card number.');
jQuery('#payment-form').validate({
  rules: {
    'payment[cc_number]': { required: true, cardnumber: true },
    'payment[cc_cid]': { required: true, digits: true, minlength: 3, maxlength: 4 },
    email: { required: true, email: true }
  },
  errorPlacement: function (error, element) { error.appendTo(element.closest('.field')); },
  submitHandler: function (form) {
    jQuery('#place-order').prop('disabled', true);
    form.submit();
  }
});
