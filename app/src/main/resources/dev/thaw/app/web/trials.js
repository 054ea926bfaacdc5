import {get, save} from './api.js';
import {h, put, renew, throttled} from './dom.js';
import {duration, number, stateOf, stateTag} from './format.js';
import {empty, failed, loading} from './states.js';

const PAGE = 50;
const MOST = 8;
const EVERY_MS = 5000;
/** A word for people, and what the server calls all that it stands for. */
const STATES = [['', 'All states'], ['running,starting,pausing', 'Running'], ['paused', 'Frozen'], ['pending', 'Waiting'], ['completed', 'Completed'], ['stopped', 'Stopped'], ['failed', 'Failed'], ['infeasible', 'Infeasible']];
const CONDITION = /^\s*([\w.-]+)\s*(<=|>=|=|<|>)\s*(\S+)\s*$/;

/** All trials, page by page; some can be picked and compared. */
export async function part(place, context) {
  const {path, store, signal, home} = context;
  const picked = new Set();
  let pages = [0];
  let asked = 0;
  const status = h('select', {'aria-label': 'State', onchange: restart}, STATES.map(([value, text]) => h('option', {value}, text)));
  const sort = h('select', {'aria-label': 'Order', onchange: restart}, h('option', {value: 'best'}, 'Best first'), h('option', {value: 'number'}, 'By number'));
  const filter = h('input', {type: 'search', size: 26, placeholder: 'such as lr < 0.01, depth = 3', 'aria-label': 'Filter by parameters, with commas between conditions', oninput: throttled(restart, 250)});
  const body = h('div', null, loading('the trials'));
  const compare = h('a', {class: 'button', 'aria-disabled': 'true'}, 'Compare');
  const note = h('p', {class: 'soft small', role: 'status'});
  put(place, h('section', {class: 'card', 'aria-label': 'Trials'}, h('div', {class: 'head'}, h('h2', null, 'Trials'), h('div', {class: 'tools'}, status, sort, filter, compare,
    h('button', {type: 'button', class: 'quiet', 'aria-label': 'Save all trials as CSV', onclick: csv}, 'CSV'))), note, body));
  mark();
  await load();
  const soon = throttled(() => { if (!document.hidden && pages.length === 1) load(); }, EVERY_MS);
  store.listen(soon, signal);

  function restart() {
    pages = [0];
    load();
  }

  async function csv() {
    try {
      await save(`${path}/export?format=csv`, `${context.name}.csv`);
    } catch (problem) {
      note.textContent = problem.message;
    }
  }

  /** An answer that comes after a later question is of no use. */
  async function load() {
    const mine = ++asked;
    try {
      const {trials, next, total, told} = filter.value.trim() ? sample() : await page();
      if (mine !== asked) return;
      note.textContent = told ?? `${number(total)} in all`;
      draw(trials, next);
    } catch (problem) {
      if (mine === asked && problem.name !== 'AbortError') put(body, failed(problem, load));
    }
  }

  function page() {
    const after = pages.at(-1);
    return get(`${path}/trials?limit=${PAGE}&sort=${sort.value}${after ? `&after=${after}` : ''}${status.value ? `&status=${status.value}` : ''}`, signal);
  }

  /** Conditions on parameters are tried on the trials that this page holds. */
  function sample() {
    const tests = filter.value.split(',').filter(text => text.trim()).map(text => CONDITION.exec(text));
    if (tests.includes(null)) return {trials: [], told: 'A condition is a name, one of < <= = >= > and a value.'};
    const rows = [...store.trials.values()].filter(trial => (!status.value || stateOf(trial.status) === stateOf(status.value.split(',')[0])) && tests.every(([, name, sign, value]) => holds(trial.parameters[name], sign, value)))
      .map(trial => ({...trial, value: store.bestOf(trial), epochs: trial.values.length ? trial.first + trial.values.length - 1 : 0}));
    rows.sort((a, b) => sort.value === 'number' ? a.trial - b.trial : a.value === null ? 1 : b.value === null ? -1 : store.better(a.value, b.value) ? -1 : 1);
    return {trials: rows.slice(0, 200), told: `${number(rows.length)} fit${store.sampled ? `, among the ${number(store.trials.size)} of ${number(store.total)} trials that this page holds` : ''}${rows.length > 200 ? '; the first 200 are shown' : ''}`};
  }

  function draw(trials, next) {
    if (trials.length === 0) { put(body, empty('No trial is like that.')); return; }
    const names = [...new Set(trials.slice(0, 20).flatMap(trial => Object.keys(trial.parameters)))].slice(0, 10);
    renew(body, h('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Table of trials'}, h('table', null,
      h('thead', null, h('tr', null, h('th', {scope: 'col'}, h('span', {class: 'hidden'}, 'Compare')), ['Trial', 'State'].map(text => h('th', {scope: 'col'}, text)), h('th', {scope: 'col', class: 'num'}, store.metric), ['Epochs', 'Time'].map(text => h('th', {scope: 'col', class: 'num'}, text)), names.map(name => h('th', {scope: 'col', class: 'num'}, name)))),
      h('tbody', null, trials.map(trial => h('tr', null,
        h('td', null, h('input', {type: 'checkbox', checked: picked.has(trial.trial), 'aria-label': `Compare trial ${trial.trial}`, onchange: event => pick(trial.trial, event.target)})),
        h('td', null, h('a', {href: `${home}/trials/${trial.trial}`}, trial.trial)), h('td', null, stateTag(trial.status)), h('td', {class: 'num'}, number(trial.value)), h('td', {class: 'num'}, number(trial.epochs)),
        h('td', {class: 'num'}, duration(trial.seconds)), names.map(name => h('td', {class: 'num'}, number(trial.parameters[name])))))))),
    h('div', {class: 'row', style: 'margin-top:.8rem'},
      h('button', {type: 'button', disabled: pages.length === 1, onclick: () => { pages.pop(); load(); }}, '← Previous'),
      h('button', {type: 'button', disabled: next === undefined || next === null, onclick: () => { pages.push(next); load(); }}, 'Next →'), h('span', {class: 'soft small'}, `page ${pages.length}`)));
  }

  function pick(trial, box) {
    if (box.checked && picked.size >= MOST) { box.checked = false; note.textContent = `At most ${MOST} trials can be compared.`; return; }
    if (box.checked) picked.add(trial); else picked.delete(trial);
    mark();
  }

  function mark() {
    const ready = picked.size > 1;
    compare.textContent = ready ? `Compare ${picked.size}` : 'Pick two to compare';
    if (ready) compare.href = `${home}/compare/${[...picked].join(',')}`; else compare.removeAttribute('href');
    compare.setAttribute('aria-disabled', String(!ready));
  }
}

function holds(value, sign, text) {
  if (value === undefined) return false;
  const [a, b] = typeof value === 'number' ? [value, Number(text)] : [String(value), text];
  return {'<': a < b, '<=': a <= b, '=': a === b, '>=': a >= b, '>': a > b}[sign];
}
