document.querySelector('#notify-stock').addEventListener('click', async () => {
  if ((await Notification.requestPermission()) !== 'granted') return;
  const registration = await navigator.serviceWorker.ready;
  const key = document.querySelector('meta[name=vapid]').content;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await fetch('/push/subscriptions', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ subscription, sku: document.body.dataset.sku }) });
});
