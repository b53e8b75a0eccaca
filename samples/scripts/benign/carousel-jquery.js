(function ($) {
  $.fn.simpleCarousel = function (options) {
    var settings = $.extend({ speed: 400, pause: 5000, controls: true }, options);
    return this.each(function () {
      var $root = $(this), $items = $root.children('li'), index = 0;
      function show(n) {
        index = (n + $items.length) % $items.length;
        $items.stop(true).animate({ opacity: 0 }, settings.speed).eq(index).animate({ opacity: 1 }, settings.speed);
        $root.trigger('carousel:change', [index]);
      }
      if (settings.controls) {
        $('<a class="prev">&lsaquo;</a>').appendTo($root).on('click', function () { show(index - 1); });
        $('<a class="next">&rsaquo;</a>').appendTo($root).on('click', function () { show(index + 1); });
      }
      setInterval(function () { show(index + 1); }, settings.pause);
      show(0);
    });
  };
})(jQuery);
