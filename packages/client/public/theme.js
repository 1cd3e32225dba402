// Before the first paint: the remembered theme and kits. A file of its own because the content policy allows no inline script.
try {
  const settings = JSON.parse(localStorage.getItem('touchline.settings') || '{}');
  if (settings.theme === 'dark' || settings.theme === 'light') document.documentElement.dataset.theme = settings.theme;
  if (settings.colourBlind === true) document.documentElement.dataset.kits = 'safe';
} catch {
  // No storage: the system's theme.
}
