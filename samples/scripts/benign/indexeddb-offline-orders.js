const db = new Promise((resolve, reject) => {
  const r = indexedDB.open('till', 2);
  r.onupgradeneeded = () => r.result.createObjectStore('orders', { keyPath: 'id' });
  r.onsuccess = () => resolve(r.result);
  r.onerror = () => reject(r.error);
});
export async function save(order) {
  (await db).transaction('orders', 'readwrite').objectStore('orders').put({ id: crypto.randomUUID(), ...order });
}
export async function sync() {
  const all = (await db).transaction('orders').objectStore('orders').getAll();
  all.onsuccess = async () => {
    for (const order of all.result) {
      const r = await fetch('/api/orders', { method: 'POST', body: JSON.stringify(order) });
      if (r.ok) (await db).transaction('orders', 'readwrite').objectStore('orders').delete(order.id);
    }
  };
}
addEventListener('online', sync);
