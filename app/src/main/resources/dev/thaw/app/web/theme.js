const KEY = 'thaw-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

/** Follows the system until somebody chooses otherwise. */
export function startTheme(button) {
  const show = () => {
    const theme = dark() ? 'dark' : 'light';
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === 'dark' ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Switch to ${theme === 'dark' ? 'light' : 'dark'} colours`);
    window.dispatchEvent(new CustomEvent('thaw-theme'));
  };
  button.addEventListener('click', () => {
    localStorage.setItem(KEY, dark() ? 'light' : 'dark');
    show();
  });
  system.addEventListener('change', show);
  show();
}

function dark() {
  const chosen = localStorage.getItem(KEY);
  return chosen ? chosen === 'dark' : system.matches;
}

/** The colours of the style sheet, for what is drawn on a canvas. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ['paper', 'card', 'ink', 'soft', 'line', 'sunk', 'accent', 'running', 'frozen', 'completed', 'stopped', 'failed'];
  return Object.fromEntries(names.map(name => [name, style.getPropertyValue('--' + name).trim()]));
}

export function calm() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
