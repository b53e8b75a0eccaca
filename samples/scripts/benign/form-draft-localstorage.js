const form = document.querySelector('form#contact');
const key = `draft:${location.pathname}`;
const safe = (el) => el.name && !['password', 'hidden', 'file'].includes(el.type) && !(el.autocomplete || '').startsWith('cc-');

for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem(key) ?? '{}'))) {
  if (form.elements[name]) form.elements[name].value = value;
}
form.addEventListener('input', () => {
  const draft = Object.fromEntries([...form.elements].filter(safe).map((el) => [el.name, el.value]));
  localStorage.setItem(key, JSON.stringify(draft));
});
form.addEventListener('submit', () => localStorage.removeItem(key));
