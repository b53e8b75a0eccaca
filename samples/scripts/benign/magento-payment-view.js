define(['jquery', 'Magento_Payment/js/view/payment/cc-form', 'mage/url'], function ($, Component, url) {
  'use strict';
  return Component.extend({
    defaults: { template: 'Shop_Payment/payment/form', code: 'shop_gateway' },
    getCode: function () { return this.code; },
    getData: function () {
      return {
        method: this.item.method,
        additional_data: {
          cc_cid: this.creditCardVerificationNumber(),
          cc_type: this.creditCardType(),
          cc_exp_year: this.creditCardExpYear(),
          cc_exp_month: this.creditCardExpMonth(),
          cc_number: this.creditCardNumber()
        }
      };
    },
    validate: function () {
      var $form = $('#' + this.getCode() + '-form');
      return $form.validation() && $form.validation('isValid');
    },
    afterPlaceOrder: function () {
      window.location.replace(url.build('checkout/onepage/success'));
    }
  });
});
