function template(text) {
  var code = "var p=[];with(o){p.push('" + text.replace(/[\r\t\n]/g, ' ').split('<%').join('\t').replace(/((^|%>)[^\t]*)'/g, '$1\r').replace(/\t=(.*?)%>/g, "',$1,'").split('\t').join("');").split('%>').join("p.push('").split('\r').join("\\'") + "');}return p.join('');";
  return new Function('o', code);
}
var row = template(document.getElementById('row-tpl').innerHTML);
$.getJSON('/orders.json').then(function (orders) {
  $('#orders tbody').html(orders.map(row).join(''));
});
