class CardEncryptor {
  constructor(form, publicKey) {
    this.form = form;
    this.key = crypto.subtle.importKey('spki', Uint8Array.from(atob(publicKey), (c) => c.charCodeAt(0)), { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
    form.addEventListener('submit', (event) => this.onSubmit(event));
  }

  fields() {
    const data = {};
    for (const el of this.form.querySelectorAll('[data-encrypted-name]')) data[el.dataset.encryptedName] = el.value;
    data.generationtime = new Date().toISOString();
    return data;
  }

  async onSubmit(event) {
    event.preventDefault();
    const text = new TextEncoder().encode(JSON.stringify(this.fields()));
    const sealed = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, await this.key, text);
    const hidden = document.createElement('input');
    hidden.type = 'hidden';
    hidden.name = 'encrypted_card';
    hidden.value = btoa(String.fromCharCode(...new Uint8Array(sealed)));
    this.form.append(hidden);
    this.form.submit();
  }
}

export default CardEncryptor;
