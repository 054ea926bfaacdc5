import {adoptToken, forgetWho, setToken, hasToken} from './api.js';
import {h, put} from './dom.js';
import {startTheme} from './theme.js';
import {failed, loading} from './states.js';

const main = document.getElementById('main');
const live = document.getElementById('live');
const AGAIN_MS = 4000;
let leave = () => {};
let page = 0;

/** What the fragment of the URL shows; each page is a module that is loaded when it is first seen. */
const ROUTES = [
  [/^\/studies\/?$/, () => import('./studies.js'), 'the studies'],
  [/^\/submit$/, () => import('./submit.js'), 'the form'],
  [/^\/studies\/([^/]+)\/trials\/(\d+)$/, () => import('./trial.js'), 'the trial'],
  [/^\/studies\/([^/]+)\/compare\/([\d,]+)$/, () => import('./compare.js'), 'the trials'],
  [/^\/studies\/([^/]+)(?:\/(overview|trials|parameters|slots|decisions))?$/, () => import('./study.js'), 'the study'],
];

export function showLive(state) {
  live.className = `live ${state}`;
  live.textContent = {on: 'Live', off: 'Connection lost, trying again', '': ''}[state] ?? '';
}

async function show() {
  leave();
  leave = () => {};
  showLive('');
  const mine = ++page;
  const path = location.hash.replace(/^#/, '') || '/studies';
  const found = ROUTES.find(([pattern]) => pattern.test(path));
  if (!found) {
    title('Not found');
    put(main, h('h1', null, 'There is nothing here'), h('p', null, 'No page has this address.'), h('a', {class: 'button', href: '#/studies'}, 'All studies'));
    return;
  }
  const [pattern, load, what] = found;
  put(main, loading(what));
  const abort = new AbortController();
  leave = () => abort.abort();
  try {
    const module = await load();
    const parts = pattern.exec(path).slice(1).map(part => part === undefined ? undefined : decodeURIComponent(part));
    if (mine !== page) return;
    await module.show({main, title, showLive, signal: abort.signal, parts});
  } catch (problem) {
    if (mine !== page || problem.name === 'AbortError' || problem.status === 401) return;
    if (!(problem.status >= 0)) console.error(problem);
    const again = problem.status === 0 ? setTimeout(show, AGAIN_MS) : null;
    leave = () => clearTimeout(again);
    put(main, h('h1', null, 'Thaw'), failed(problem, show), again ? h('p', {class: 'soft small'}, 'This page tries again by itself.') : null);
  }
}

function title(text) {
  document.title = `${text} · Thaw`;
}

function login() {
  leave();
  page++;
  title('Sign in');
  showLive('');
  const field = h('input', {type: 'password', name: 'token', autocomplete: 'current-password', required: true, id: 'token', size: 40});
  put(main, h('form', {class: 'card', onsubmit: event => {
    event.preventDefault();
    setToken(field.value.trim());
    forgetWho();
    show();
  }}, h('h1', null, 'Sign in'),
  h('p', null, hasToken() ? 'The server does not take this token.' : 'This server asks for a token.', ' It is kept in this tab only.'),
  h('label', {class: 'stack', for: 'token'}, 'Token', field),
  h('div', {class: 'row', style: 'margin-top:1rem'}, h('button', {class: 'main', type: 'submit'}, 'Sign in'))));
  field.focus();
}

/** Who chose a tab goes on from it; any other page starts at its beginning. */
function navigated() {
  adoptToken();
  const tab = document.activeElement?.closest('.tabs');
  show().then(() => {
    if (document.activeElement === document.body) ((tab && main.querySelector('.tabs [aria-current]')) ?? main).focus({preventScroll: true});
  });
}

adoptToken();
startTheme(document.getElementById('theme'));
window.addEventListener('hashchange', navigated);
window.addEventListener('thaw-login', login);
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
show();
