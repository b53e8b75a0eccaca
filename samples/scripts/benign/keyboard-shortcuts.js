const shortcuts = { '/': () => document.querySelector('[type=search]').focus(), g: () => (location.href = '/cart'), '?': () => document.querySelector('dialog#help').showModal() };
document.addEventListener('keydown', (event) => {
  if (event.target.matches('input, textarea, select, [contenteditable]') || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = shortcuts[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});
