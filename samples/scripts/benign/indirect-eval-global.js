var root = (function () { return this; })() || (0, eval)('this') || Function('return this')();
root.Shop = root.Shop || {};
root.Shop.version = '7.2.0';
