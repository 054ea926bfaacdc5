import {get, study, text} from './api.js';
import {axis, figure, tick, toggle, tooltip} from './chart.js';
import {band} from './curves.js';
import {h, put, renew, table, throttled} from './dom.js';
import {decisionList} from './decisions.js';
import {follow} from './events.js';
import {bytes, count, duration, number, stateOf, stateTag} from './format.js';
import {trialButtons} from './handwork.js';
import {lifeLine} from './life.js';

const LOG_BYTES = 65536;
const EVERY_MS = 3000;

/** One trial: what it is, how it learns, where it ran, and every decision about it with its reason. */
export async function show({main, title, showLive, signal, parts: [name, number]}) {
  const path = `${study(name)}/trials/${number}`;
  const home = `#/studies/${encodeURIComponent(name)}`;
  title(`Trial ${number} of ${name}`);
  const [trial, status, sample] = await Promise.all([get(path, signal), get(study(name), signal), get(`${study(name)}/curves?limit=1`, signal)]);
  const page = new Page({main, name, home, path, signal, status, sample}, trial);
  page.draw();
  const again = throttled(async () => { page.take(await get(path, signal).catch(() => page.trial)); }, EVERY_MS);
  const unfollow = follow(`${study(name)}/events`, sample.row, row => { if (row.events.some(event => event.trial === trial.trial)) again(); }, state => { if (!signal.aborted) showLive(state === 'gone' ? '' : state); });
  signal.addEventListener('abort', unfollow);
}

class Page {
  constructor(context, trial) {
    Object.assign(this, context);
    this.trial = trial;
    this.facts = h('dl', {class: 'facts'});
    this.tag = h('span');
    this.lifeBody = h('div');
    this.decisions = h('div');
    this.checkpoint = h('span');
  }

  take(trial) {
    if (this.signal.aborted) return;
    const ended = trial.status !== this.trial.status || (trial.epochs > 0) !== (this.trial.epochs > 0);
    this.trial = trial;
    if (ended) this.buttons.show();
    this.fill();
    this.curve.draw();
  }

  draw() {
    const {main, home, name, trial} = this;
    this.curve = curve(this);
    const said = h('p', {class: 'soft small', role: 'status'});
    this.buttons = trialButtons(name, () => this.trial, text => { said.textContent = text; });
    put(main, h('p', {class: 'small', style: 'margin:0 0 .3rem'}, h('a', {href: '#/studies'}, 'Studies'), ' / ', h('a', {href: home}, name), ' / ', h('a', {href: `${home}/trials`}, 'Trials')),
      h('div', {class: 'row'}, h('h1', null, `Trial ${trial.trial}`), this.tag, h('span', {class: 'push'}), this.buttons.element,
        trial.trial > 0 ? h('a', {class: 'button', href: `${home}/trials/${trial.trial - 1}`, 'aria-label': `Trial ${trial.trial - 1}`}, '←') : null,
        trial.trial + 1 < this.sample.total ? h('a', {class: 'button', href: `${home}/trials/${trial.trial + 1}`, 'aria-label': `Trial ${trial.trial + 1}`}, '→') : null),
      said, this.facts, h('div', {style: 'height:1rem'}),
      h('div', {class: 'grid two'}, this.curve.element, h('section', {class: 'card', 'aria-label': 'Parameters'}, h('h2', null, 'Parameters'),
        table('Its configuration', [{name: 'Parameter'}, {name: 'Value', num: true}], Object.entries(trial.parameters).map(([key, value]) => [h('code', null, key), number(value)])))),
      h('section', {class: 'card', 'aria-label': 'Life'}, h('h2', null, 'Life'), this.lifeBody),
      h('section', {class: 'card', 'aria-label': 'Decisions'}, h('h2', null, 'Every decision about it, and why'), this.decisions), this.log());
    this.fill();
  }

  fill() {
    const {trial, status, home} = this;
    const metric = status.summary.metric;
    put(this.tag, stateTag(trial.status));
    const fact = (term, value, more) => h('div', null, h('dt', null, term), h('dd', null, value, more ? h('small', null, more) : null));
    put(this.facts, fact(`best ${metric}`, number(trial.value), trial.epoch ? `at epoch ${trial.epoch}` : null), fact('epochs', number(trial.epochs), `of ${this.sample.maximum}`),
      fact('time', duration(total(trial))), fact('bracket', number(trial.bracket)), fact('restarts', number(trial.restarts ?? 0)),
      trial.parent === null || trial.parent === undefined ? null : fact('forked from', h('a', {href: `${home}/trials/${trial.parent}`}, `trial ${trial.parent}`)),
      trial.checkpoint ? fact('checkpoint', `epoch ${trial.checkpoint.epoch}`, trial.checkpoint.bytes === undefined ? null : bytes(trial.checkpoint.bytes)) : null);
    renew(this.lifeBody, ...lifeLine(trial));
    renew(this.decisions, trial.decisions?.length ? decisionList(trial.decisions, home, false) : h('p', {class: 'soft'}, 'None yet.'));
  }

  log() {
    const body = h('div');
    const load = async () => {
      put(body, h('p', {class: 'soft small', role: 'status'}, 'Loading …'));
      try {
        const lines = await text(`${this.path}/log?tail=${LOG_BYTES}`, this.signal);
        const shown = h('pre', {tabindex: '0', 'aria-label': 'Log', style: 'max-height:26rem;overflow:auto'}, lines || '(empty)');
        put(body, h('p', {class: 'soft small'}, `The last ${bytes(Math.min(LOG_BYTES, lines.length))}.`, ' ', h('button', {type: 'button', class: 'quiet', onclick: load}, 'Load again')), shown);
        shown.scrollTop = shown.scrollHeight;
      } catch (problem) {
        if (problem.name !== 'AbortError') put(body, String(problem.message).split('\n').map(line => h('p', {class: 'soft'}, line)), h('button', {type: 'button', onclick: load}, 'Load again'));
      }
    };
    return h('section', {class: 'card', 'aria-label': 'Log'}, h('details', {ontoggle: event => { if (event.target.open && !body.firstChild) load(); }}, h('summary', null, h('strong', null, 'Log')), body));
  }
}

/** The sum of its epochs, whichever way the server names them. */
function total(trial) {
  const list = Array.isArray(trial.seconds) ? trial.seconds : trial.epochSeconds;
  return typeof trial.seconds === 'number' ? trial.seconds : list?.reduce((sum, seconds) => sum + (seconds ?? 0), 0);
}

function curve(page) {
  let logY = false;
  const metric = page.status.summary.metric;
  const made = figure({
    title: 'Learning curve', signal: page.signal, tools: [toggle('log y', on => { logY = on; made.draw(true); })],
    how: 'Diamonds: frozen there, and thawed later. Vertical lines: rungs. The band is where it will probably go.',
    summary: () => `${stateOf(page.trial.status).word} after ${count(page.trial.epochs, 'epoch')}; best ${number(page.trial.value)}.`,
    option: c => option(page.trial, page, c, logY, metric),
    table: () => table('Values by epoch', [{name: page.sample.fidelity, num: true}, {name: metric, num: true}], page.trial.values.map((value, i) => [(page.trial.first ?? 1) + i, number(value)])),
  });
  return made;
}

function option(trial, page, c, logY, metric) {
  const first = trial.first ?? 1;
  const data = trial.values.map((value, i) => [first + i, value]).filter(([, value]) => typeof value === 'number' && (!logY || value > 0));
  const colour = c[stateOf(trial.status).colour];
  const frozen = (trial.leases ?? []).slice(1).map(lease => lease.fromEpoch).filter(epoch => trial.values[epoch - first] !== undefined).map(epoch => [epoch, trial.values[epoch - first]]);
  const levels = (page.status.rungs ?? []).filter(rung => rung.bracket === trial.bracket).map(rung => rung.epochs);
  const series = [{type: 'line', id: 'curve', data, symbolSize: 5, showSymbol: data.length < 60, itemStyle: {color: colour}, lineStyle: {color: colour, width: 2.4},
    markLine: {silent: true, symbol: 'none', lineStyle: {color: c.line, type: 'solid'}, label: {formatter: '{c}', color: c.soft, fontSize: 10}, data: levels.map(level => ({xAxis: level}))}},
  {type: 'scatter', id: 'thawed', data: frozen, symbol: 'diamond', symbolSize: 12, z: 5, itemStyle: {color: c.card, borderColor: c.frozen, borderWidth: 2}}];
  const last = data.at(-1);
  if (trial.forecast?.length && last) {
    const path = [{epoch: last[0], low: last[1], median: last[1], high: last[1]}, ...trial.forecast];
    series.push(band('band', path, colour), {type: 'line', id: 'median', data: path.map(p => [p.epoch, p.median]), showSymbol: false, silent: true, lineStyle: {color: colour, type: [3, 3], width: 1.5}});
  }
  return {
    grid: {left: 62, right: 18, top: 24, bottom: 46}, xAxis: {type: 'value', min: 0, max: page.sample.maximum, ...axis(c, page.sample.fidelity, {splitLine: {show: false}})},
    yAxis: {type: logY ? 'log' : 'value', scale: true, ...axis(c, metric, {nameGap: 46}), axisLabel: {color: c.soft, fontSize: 11, formatter: tick}},
    tooltip: tooltip(c, {trigger: 'axis', valueFormatter: number}), series,
  };
}

