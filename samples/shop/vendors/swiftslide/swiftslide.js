/*! SwiftSlide 2.1.0 | Apache-2.0 */
(function (global) {
  'use strict';

  var defaults = { interval: 5000, ease: 420, dots: true, pauseOnHover: true };

  function Slider(root, options) {
    this.root = root;
    this.options = Object.assign({}, defaults, options);
    this.slides = Array.prototype.slice.call(root.children);
    this.at = 0;
    this.timer = null;
    this.build();
    this.bind();
    this.go(0);
    this.play();
  }

  Slider.prototype.build = function () {
    var self = this;
    this.root.classList.add('swift');
    this.slides.forEach(function (slide, index) {
      slide.setAttribute('aria-roledescription', 'slide');
      slide.setAttribute('aria-label', index + 1 + ' of ' + self.slides.length);
      slide.style.transition = 'opacity ' + self.options.ease + 'ms ease';
    });
    if (!this.options.dots) return;
    this.dots = document.createElement('div');
    this.dots.className = 'swift-dots';
    this.slides.forEach(function (_, index) {
      var dot = document.createElement('button');
      dot.type = 'button';
      dot.setAttribute('aria-label', 'Slide ' + (index + 1));
      dot.addEventListener('click', function () {
        self.go(index);
        self.play();
      });
      self.dots.appendChild(dot);
    });
    this.root.appendChild(this.dots);
  };

  Slider.prototype.bind = function () {
    var self = this;
    var startX = null;
    if (this.options.pauseOnHover) {
      this.root.addEventListener('mouseenter', function () { self.stop(); });
      this.root.addEventListener('mouseleave', function () { self.play(); });
    }
    this.root.addEventListener('touchstart', function (event) { startX = event.touches[0].clientX; }, { passive: true });
    this.root.addEventListener('touchend', function (event) {
      if (startX === null) return;
      var moved = event.changedTouches[0].clientX - startX;
      if (Math.abs(moved) > 40) self.go(self.at + (moved < 0 ? 1 : -1));
      startX = null;
    });
    document.addEventListener('visibilitychange', function () {
      if (document.hidden) self.stop();
      else self.play();
    });
  };

  Slider.prototype.go = function (index) {
    var count = this.slides.length;
    this.at = (index + count) % count;
    for (var i = 0; i < count; i++) {
      this.slides[i].classList.toggle('is-active', i === this.at);
      this.slides[i].setAttribute('aria-hidden', String(i !== this.at));
      if (this.dots) this.dots.children[i].classList.toggle('is-active', i === this.at);
    }
    this.root.dispatchEvent(new CustomEvent('swift:change', { detail: { index: this.at } }));
  };

  Slider.prototype.play = function () {
    var self = this;
    this.stop();
    if (this.options.interval > 0) this.timer = setInterval(function () { self.go(self.at + 1); }, this.options.interval);
  };

  Slider.prototype.stop = function () {
    clearInterval(this.timer);
  };

  global.SwiftSlide = {
    version: '2.1.0',
    mount: function (selector, options) {
      return Array.prototype.map.call(document.querySelectorAll(selector), function (root) { return new Slider(root, options); });
    }
  };
})(window);
