import {h} from './dom.js';

export function loading(what) {
  return h('p', {class: 'empty', role: 'status'}, `Loading ${what} …`);
}

export function empty(...what) {
  return h('div', {class: 'empty'}, what);
}

/** What went wrong, in the words of the server: the likely fix is the line that begins with Maybe. */
export function failed(problem, again) {
  const lines = String(problem.message).split('\n');
  const title = problem.status === 404 ? 'Not found' : problem.status === 0 ? 'No connection' : problem.status === 403 ? 'Not allowed' : 'That did not work';
  return h('div', {class: 'notice bad', role: 'alert'},
    h('h2', null, title), lines.map(line => h('p', null, line)),
    h('div', {class: 'row'},
      again ? h('button', {type: 'button', onclick: again}, 'Try again') : null,
      problem.status === 404 ? h('a', {class: 'button', href: '#/studies'}, 'All studies') : null));
}
