import {get, study} from './api.js';
import {h, put, throttled} from './dom.js';
import {follow} from './events.js';
import {header} from './header.js';
import {Store} from './store.js';
import {failed, loading} from './states.js';

const STATUS_EVERY_MS = 1500;
const LIMIT = 2000;
const TABS = [['overview', 'Overview', () => import('./overview.js')], ['trials', 'Trials', () => import('./trials.js')], ['parameters', 'Parameters', () => import('./parameters.js')],
  ['slots', 'Slots', () => import('./timeline.js')], ['decisions', 'Decisions', () => import('./decisions.js')]];

/** One study: what stands above all its parts, and the part that the tab chose. */
export async function show({main, title, showLive, signal, parts: [name, tab = 'overview']}) {
  title(name);
  const path = study(name);
  const [status, sample] = await Promise.all([get(path, signal), get(`${path}/curves?limit=${LIMIT}`, signal)]);
  const store = new Store(sample, status.summary.best);
  const context = {name, path, store, signal, status: () => latest, go: place => { location.hash = place; }, onStatus: [], home: `#/studies/${encodeURIComponent(name)}`};
  let latest = status;
  const head = header(name, status.summary, refresh);
  const body = h('div', null, loading('this part'));
  put(main, h('p', {class: 'small', style: 'margin:0 0 .3rem'}, h('a', {href: '#/studies'}, '← Studies')), head.element, tabs(context.home, tab), body);
  main.querySelector('.tabs [aria-current]')?.scrollIntoView({block: 'nearest', inline: 'nearest'});

  const soon = throttled(refresh, STATUS_EVERY_MS);
  const unfollow = follow(`${path}/events`, sample.row, row => { store.take(row); soon(); }, (state, problem) => {
    if (signal.aborted) return;
    showLive(state === 'gone' ? '' : state);
    if (state === 'gone' && problem.status !== 404) body.prepend(failed(problem));
    if (state === 'on') soon();
  });
  signal.addEventListener('abort', unfollow);
  const [, , load] = TABS.find(([key]) => key === tab);
  const module = await load();
  if (!signal.aborted) await module.part(body, context);

  async function refresh() {
    if (signal.aborted) return;
    try {
      latest = await get(path, signal);
      head.show(latest.summary);
      context.onStatus.forEach(listener => listener(latest));
    } catch (problem) {
      if (problem.status === 404) put(body, failed(problem));
    }
  }
}

function tabs(home, current) {
  return h('nav', {class: 'tabs', 'aria-label': 'Parts of the study'}, TABS.map(([key, text]) =>
    h('a', {href: key === 'overview' ? home : `${home}/${key}`, 'aria-current': key === current ? 'page' : null}, text)));
}
