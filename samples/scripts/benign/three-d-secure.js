function threeDSMethod(url, transaction) {
  return new Promise(function (resolve) {
    var frame = document.createElement('iframe');
    frame.name = 'threeDSMethodFrame';
    frame.style.display = 'none';
    document.body.appendChild(frame);
    var form = document.createElement('form');
    form.method = 'POST';
    form.action = url;
    form.target = frame.name;
    var data = document.createElement('input');
    data.type = 'hidden';
    data.name = 'threeDSMethodData';
    data.value = btoa(JSON.stringify({ threeDSServerTransID: transaction, threeDSMethodNotificationURL: 'https://shop.example/3ds/notify' })).replace(/=+$/, '');
    form.appendChild(data);
    document.body.appendChild(form);
    form.submit();
    var timer = setTimeout(function () { resolve('N'); }, 10000);
    window.addEventListener('message', function (e) {
      if (e.data === '3ds-method-done') { clearTimeout(timer); resolve('Y'); }
    });
  });
}
