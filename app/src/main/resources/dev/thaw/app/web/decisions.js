import {get} from './api.js';
import {h, put, renew} from './dom.js';
import {when, words} from './format.js';
import {empty} from './states.js';

const PAGE = 50;
const STATES = {promoted: 'completed', thawed: 'frozen', continued: 'running', started: 'running', frozen: 'frozen', paused: 'frozen', stopped: 'stopped', completed: 'completed', failed: 'failed', infeasible: 'failed'};

/** What was decided; the trial that it is about, which the sentence begins with, leads to its page. */
function sentence(decision, home) {
  const name = `Trial ${decision.trial}`;
  return decision.text.startsWith(`${name} `) ? [h('a', {href: `${home}/trials/${decision.trial}`}, name), decision.text.slice(name.length)] : decision.text;
}

/** Decisions with their reasons, as text, and as data on demand. */
export function decisionList(decisions, home, withTrial = true) {
  return h('ol', {class: 'steps'}, decisions.map(decision => h('li', null,
    h('div', null, h('span', {class: `state ${STATES[decision.kind] ?? 'stopped'}`}, words(decision.kind)), h('br'), h('span', {class: 'soft small num'}, when(decision.at))),
    h('div', null, withTrial ? sentence(decision, home) : decision.text,
      decision.reason ? h('details', null, h('summary', null, `Why, as data (row ${decision.row})`), h('pre', {tabindex: '0'}, JSON.stringify(decision.reason, null, 2))) : null))));
}

/** All decisions of a study; those that come while the page is open stand above. */
export async function part(place, context) {
  const {path, store, signal, home} = context;
  const all = [];
  const news = h('div', {'aria-live': 'off'});
  const list = h('div');
  const more = h('button', {type: 'button', onclick: load}, 'Later ones');
  const fresh = h('section', {class: 'card', 'aria-label': 'Just now', hidden: true}, h('div', {class: 'head'}, h('h2', null, 'Just now')), news);
  let next = 0;
  put(place, fresh, h('section', {class: 'card', 'aria-label': 'Decisions'}, h('div', {class: 'head'}, h('h2', null, 'Decisions'), h('p', {class: 'soft small', style: 'margin:0'}, 'From the first one on, each with its reason.')), list, more));
  await load();
  store.listen(() => {
    fresh.hidden = store.news.length === 0;
    renew(news, decisionList(store.news.slice(0, 30), home));
  }, signal);

  async function load() {
    const page = await get(`${path}/decisions?limit=${PAGE}${next ? `&after=${next}` : ''}`, signal);
    all.push(...page.decisions);
    next = page.next;
    more.hidden = next === undefined || next === null;
    put(list, all.length ? decisionList(all, home) : empty('Nothing has been decided yet.'));
  }
}
