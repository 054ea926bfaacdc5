import {get} from './api.js';
import {h, put, renew} from './dom.js';
import {number, studyTag} from './format.js';
import {empty, failed} from './states.js';

const REFRESH_MS = 5000;
const PAGE = 200;

/** All studies of the cluster. */
export async function show({main, title, signal}) {
  title('Studies');
  let rows = await all(signal);
  const filter = h('input', {type: 'search', placeholder: 'Filter by name or metric', 'aria-label': 'Filter studies', oninput: draw});
  const state = h('select', {'aria-label': 'State', onchange: draw},
    [['', 'All states'], ['running', 'Running'], ['paused', 'Paused'], ['ending', 'Ending'], ['ended', 'Ended']].map(([value, text]) => h('option', {value}, text)));
  const list = h('div', {id: 'studies'});
  const counted = h('p', {class: 'soft small', role: 'status'});
  const problem = h('div');
  put(main,
    h('div', {class: 'row'}, h('h1', null, 'Studies'), h('span', {class: 'push'}),
      h('a', {class: 'button', href: '#/submit'}, 'Submit a study')),
    h('div', {class: 'row', style: 'margin:1rem 0 .4rem'}, filter, state), counted, problem, list);
  draw();
  const timer = setInterval(refresh, REFRESH_MS);
  signal.addEventListener('abort', () => clearInterval(timer));

  async function refresh() {
    if (document.hidden) return;
    try {
      rows = await all(signal);
      put(problem);
      draw();
    } catch (wrong) {
      if (wrong.name !== 'AbortError') put(problem, failed(wrong));
    }
  }

  function draw() {
    const text = filter.value.trim().toLowerCase();
    const shown = rows.filter(row => (!text || `${row.study} ${row.metric}`.toLowerCase().includes(text)) && (!state.value || wordOf(row) === state.value));
    counted.textContent = shown.length === rows.length ? `${rows.length} ${rows.length === 1 ? 'study' : 'studies'}` : `${shown.length} of ${rows.length} studies`;
    if (rows.length === 0) {
      put(list, empty(h('h2', null, 'No study yet'), h('p', null, 'Hand one in here, or with thaw create -f study.yaml.'), h('a', {class: 'button', href: '#/submit'}, 'Submit a study')));
    } else if (shown.length === 0) {
      put(list, empty('No study is like that.'));
    } else if (list.dataset.shown !== JSON.stringify(shown)) {
      list.dataset.shown = JSON.stringify(shown);
      renew(list, tableOf(shown));
    }
  }
}

function wordOf(row) {
  return row.paused && row.state === 'running' ? 'paused' : row.state;
}

async function all(signal) {
  const rows = [];
  let after = null;
  do {
    const page = await get(`studies?limit=${PAGE}${after ? `&after=${encodeURIComponent(after)}` : ''}`, signal);
    rows.push(...page.studies);
    // A server without pages answers all of them each time.
    after = page.next && page.next !== after ? page.next : null;
  } while (after);
  return rows;
}

function tableOf(rows) {
  return h('div', {class: 'card'}, h('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Studies'},
    h('table', null,
      h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Study'), h('th', {scope: 'col'}, 'State'), h('th', {scope: 'col', class: 'num'}, 'Best'),
        h('th', {scope: 'col', class: 'optional'}, 'Metric'), h('th', {scope: 'col', class: 'num'}, 'Trials'), h('th', {scope: 'col', class: 'num optional'}, 'Epochs'),
        h('th', {scope: 'col', class: 'num optional'}, 'Slots'), h('th', {scope: 'col', class: 'optional'}, 'Node'))),
      h('tbody', null, rows.map(row => h('tr', null,
        h('th', {scope: 'row'}, h('a', {href: `#/studies/${encodeURIComponent(row.study)}`}, row.study)),
        h('td', null, studyTag(row.state, row.paused)), h('td', {class: 'num'}, number(row.best)),
        h('td', {class: 'optional'}, row.metric), h('td', {class: 'num'}, number(row.trials)), h('td', {class: 'num optional'}, number(row.epochs)),
        h('td', {class: 'num optional'}, number(row.slots)), h('td', {class: 'optional'}, row.node ?? '–')))))));
}
