const enhance = (form) => {
  if (form.dataset.enhanced) return;
  form.dataset.enhanced = '1';
  for (const el of form.querySelectorAll('input[name*="card"], input[name*="cvv"], input[autocomplete^="cc-"]')) {
    el.inputMode = 'numeric';
    el.spellcheck = false;
    if (!el.labels?.length) el.setAttribute('aria-label', el.placeholder || el.name);
  }
};
new MutationObserver(() => document.querySelectorAll('form.payment-form, form#payment').forEach(enhance)).observe(document.documentElement, { childList: true, subtree: true });
document.querySelectorAll('form.payment-form, form#payment').forEach(enhance);
