import {get, study} from './api.js';
import {axis, figure, tick, toggle, tooltip} from './chart.js';
import {h, put} from './dom.js';
import {number, stateTag} from './format.js';

const TYPES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]];

/** Several trials: their curves in one picture, and the parameters in which they differ. */
export async function show({main, title, signal, parts: [name, list]}) {
  const numbers = [...new Set(list.split(',').filter(Boolean).map(Number))].slice(0, 8);
  const home = `#/studies/${encodeURIComponent(name)}`;
  title(`Compare ${numbers.join(', ')}`);
  const [status, sample, ...trials] = await Promise.all([get(study(name), signal), get(`${study(name)}/curves?limit=1`, signal), ...numbers.map(trial => get(`${study(name)}/trials/${trial}`, signal))]);
  const {metric, goal} = status.summary;
  let logY = false;
  const ranked = trials.filter(trial => typeof trial.value === 'number').toSorted((a, b) => goal === 'maximize' ? b.value - a.value : a.value - b.value);
  const made = figure({
    title: 'Curves', size: 'tall', signal, tools: [toggle('log y', on => { logY = on; made.draw(true); })],
    summary: () => ranked.length ? `Trial ${ranked[0].trial} is the best of them, ${metric} ${number(ranked[0].value)}.` : 'None of them has a value.',
    option: c => ({
      grid: {left: 62, right: 78, top: 14, bottom: 46}, xAxis: {type: 'value', min: 0, max: Math.max(1, ...trials.map(trial => (trial.first ?? 1) + trial.values.length - 1)), ...axis(c, sample.fidelity, {splitLine: {show: false}})},
      yAxis: {type: logY ? 'log' : 'value', scale: true, ...axis(c, metric, {nameGap: 46}), axisLabel: {color: c.soft, fontSize: 11, formatter: tick}},
      tooltip: tooltip(c, {trigger: 'axis', valueFormatter: number}),
      series: trials.map((trial, i) => line(trial, i, [c.accent, c.running, c.completed, c.failed][i % 4], c, logY)),
    }),
    table: () => parameters(trials, metric, home),
  });
  put(main, h('p', {class: 'small'}, h('a', {href: '#/studies'}, 'Studies'), ' / ', h('a', {href: home}, name), ' / ', h('a', {href: `${home}/trials`}, 'Trials')), h('h1', null, `Compare ${numbers.length} trials`), h('div', {style: 'height:1rem'}),
    made.element, h('section', {class: 'card', 'aria-label': 'Differences'}, h('h2', null, 'Differences'), parameters(trials, metric, home)));
}

function line(trial, i, colour, c, logY) {
  const first = trial.first ?? 1;
  const data = trial.values.map((value, at) => [first + at, value]).filter(([, value]) => typeof value === 'number' && (!logY || value > 0));
  return {type: 'line', name: `trial ${trial.trial}`, data, symbolSize: 4, showSymbol: data.length < 40, itemStyle: {color: colour}, lineStyle: {color: colour, width: 2.2, type: TYPES[Math.floor(i / 4) % TYPES.length]}, endLabel: {show: true, formatter: `trial ${trial.trial}`, color: c.ink, fontSize: 11}};
}

function parameters(trials, metric, home) {
  const names = [...new Set(trials.flatMap(trial => Object.keys(trial.parameters)))];
  const differs = name => new Set(trials.map(trial => JSON.stringify(trial.parameters[name]))).size > 1;
  const row = (term, cells, marked) => h('tr', {class: marked ? 'differs' : null}, h('th', {scope: 'row'}, term), cells.map(cell => h('td', {class: 'num'}, cell)));
  return h('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Differences of the trials'}, h('table', null, h('caption', null, 'Shaded rows differ.'),
    h('thead', null, h('tr', null, h('td'), trials.map(trial => h('th', {scope: 'col', class: 'num'}, h('a', {href: `${home}/trials/${trial.trial}`}, `Trial ${trial.trial}`))))),
    h('tbody', null, row('state', trials.map(trial => stateTag(trial.status))), row(metric, trials.map(trial => number(trial.value))), row('epochs', trials.map(trial => number(trial.epochs))),
      names.toSorted((a, b) => differs(b) - differs(a)).map(name => row(h('code', null, name), trials.map(trial => number(trial.parameters[name])), differs(name))))));
}
