const theme = JSON.parse(document.getElementById('theme').textContent);
const style = document.createElement('style');
style.textContent = `:root { --accent: ${theme.accent}; } .hero { background-image: url("https://img.larch.example/hero/${encodeURIComponent(theme.hero)}.jpg?v=${theme.version}"); }`;
document.head.append(style);
