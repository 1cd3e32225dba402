// Before the first paint: whether there is to be a background, and the remembered theme and kits. A file of its own because the content policy allows no inline script.
if (/[?&]overlay=(scoreboard|pitch|goals)(&|$)/.test(location.search)) document.documentElement.dataset.overlay = '';
try {
  const settings = JSON.parse(localStorage.getItem('touchline.settings') || '{}');
  if (settings.theme === 'dark' || settings.theme === 'light') document.documentElement.dataset.theme = settings.theme;
  if (settings.colourBlind === true) document.documentElement.dataset.kits = 'safe';
} catch {
  // No storage: the system's theme.
}
