$('#same-as-billing').on('change', function () {
  var on = this.checked;
  $.each(['firstname', 'lastname', 'street1', 'city', 'postcode', 'telephone', 'country_id'], function (i, name) {
    var $to = $('#shipping\\:' + name);
    $to.prop('readonly', on);
    if (on) $to.val($('#billing\\:' + name).val()).trigger('change');
  });
});
