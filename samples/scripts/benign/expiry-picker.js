const month = document.getElementById('cc_exp_month');
const year = document.getElementById('cc_exp_year');
const thisYear = new Date().getFullYear();
for (let y = thisYear; y < thisYear + 15; y++) year.add(new Option(String(y), String(y)));
function check() {
  const last = new Date(Number(year.value), Number(month.value), 0, 23, 59, 59);
  const ok = last >= new Date();
  month.setCustomValidity(ok ? '' : 'This card has expired.');
  document.querySelector('.exp-error').hidden = ok;
}
month.addEventListener('change', check);
year.addEventListener('change', check);
