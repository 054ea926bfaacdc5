import {axis, brief, choice, escape, figure, tick, tooltip} from './chart.js';
import {table} from './dom.js';
import {number, stateOf} from './format.js';
import {limits} from './limits.js';
import {judged} from './parallel.js';

const CELLS = 36;
const REACH = .12;

/** The best value of each trial against one parameter. */
export function slices(store, axes, open, signal) {
  let shown = axes[0];
  let known = axes;
  const made = figure({
    title: 'Slice', signal, how: 'Each dot is a trial: its best value against one parameter. The colour is its state.',
    tools: [choice('Parameter', axes.map(one => [one.name, one.name]), name => { shown = known.find(one => one.name === name); made.draw(true); })],
    summary: () => spoken(store, shown),
    option: c => {
      const all = judged(store);
      return {
        grid: {left: 62, right: 16, top: 14, bottom: 46}, xAxis: scale(c, shown),
        yAxis: {type: 'value', ...within(store, all), ...axis(c, store.metric, {nameGap: 46}), axisLabel: {color: c.soft, fontSize: 11, formatter: tick}},
        tooltip: tooltip(c, {trigger: 'item', formatter: event => `<b>Trial ${event.data.trial}</b><br>${escape(shown.name)} ${escape(number(event.data.value[0]))}<br>${escape(store.metric)} ${number(event.data.value[1])}`}),
        series: [{type: 'scatter', id: 'trials', symbolSize: 7, data: dots(store, shown, c, all)}],
      };
    },
    table: () => table(`The best 50 by ${shown.name}`, [{name: 'Trial', num: true}, {name: shown.name, num: true}, {name: store.metric, num: true}],
      judged(store).toReversed().slice(0, 50).map(({trial, best}) => [trial.trial, number(trial.parameters[shown.name]), number(best)])),
    onClick: event => { if (event.data?.trial !== undefined) open(event.data.trial); },
  });
  return {...made, axes: again => { known = again; shown = again.find(one => one.name === shown.name) ?? shown; }};
}

/** All values but the worst twentieth, whose dots would hide the differences of the others. */
function within(store, all) {
  if (all.length === 0) return {scale: true};
  const ends = [all[Math.floor(all.length * .05)].best, all.at(-1).best];
  const [min, max] = limits(Math.min(...ends), Math.max(...ends));
  return {min, max};
}

function dots(store, shown, c, all) {
  return all.filter(({trial}) => trial.parameters[shown.name] !== undefined).map(({trial, best}) => ({
    value: [shown.numeric ? trial.parameters[shown.name] : String(trial.parameters[shown.name]), best], trial: trial.trial,
    itemStyle: {color: c[stateOf(trial.status).colour], opacity: trial.trial === store.best?.trial ? 1 : .55, borderColor: trial.trial === store.best?.trial ? c.ink : undefined, borderWidth: trial.trial === store.best?.trial ? 2 : 0}}));
}

function scale(c, one, more = {}) {
  return one.numeric ? {type: one.log ? 'log' : 'value', minInterval: one.whole ? 1 : undefined, min: one.low, max: one.high, ...axis(c, one.name, {splitLine: {show: false}}), axisLabel: {color: c.soft, fontSize: 11, formatter: brief, hideOverlap: true, showMinLabel: true}, ...more}
    : {type: 'category', data: one.values, ...axis(c, one.name, {splitLine: {show: false}}), ...more};
}

function spoken(store, shown) {
  const best = store.best && store.trials.get(store.best.trial);
  return best ? `The best trial, ${best.trial}, has ${shown.name} ${number(best.parameters[shown.name])}.` : 'No values yet.';
}

/** Two parameters at once; the shade is an average of the trials nearby, not a model. */
export function contour(store, axes, open, signal) {
  let [across, up] = axes;
  const picks = axes.map(one => [one.name, one.name]);
  let known = axes;
  const find = name => known.find(one => one.name === name);
  const made = figure({
    title: 'Two parameters', signal, how: 'Dots are trials; the shade is the average value of trials nearby, stronger is better, and empty where there are none. It is smoothed data, not a model.',
    tools: [choice('Across', picks, name => { across = find(name); made.draw(true); }, across.name), choice('Upwards', picks, name => { up = find(name); made.draw(true); }, up.name)],
    summary: () => `${spoken(store, across)} ${up.name} there: ${number(store.best && store.trials.get(store.best.trial)?.parameters[up.name])}.`,
    option: c => ({
      grid: {left: 62, right: 16, top: 14, bottom: 46}, xAxis: scale(c, across), yAxis: scale(c, up, {nameGap: 46, name: up.name}),
      tooltip: tooltip(c, {trigger: 'item', formatter: event => event.data?.trial === undefined ? '' : `<b>Trial ${event.data.trial}</b><br>${escape(store.metric)} ${number(event.data.best)}`}),
      series: [surface(store, across, up, c), {type: 'scatter', id: 'trials', symbolSize: 6, z: 3, data: judged(store).filter(({trial}) => has(trial, across, up)).map(({trial, best}) => ({
        value: [trial.parameters[across.name], trial.parameters[up.name]], trial: trial.trial, best, itemStyle: {color: c.card, borderColor: c.ink, borderWidth: trial.trial === store.best?.trial ? 3 : 1, opacity: .8}}))}],
    }),
    table: () => table('The best 50', [{name: 'Trial', num: true}, {name: across.name, num: true}, {name: up.name, num: true}, {name: store.metric, num: true}],
      judged(store).toReversed().slice(0, 50).map(({trial, best}) => [trial.trial, number(trial.parameters[across.name]), number(trial.parameters[up.name]), number(best)])),
    onClick: event => { if (event.data?.trial !== undefined) open(event.data.trial); },
  });
  return {...made, axes: again => { known = again; across = find(across.name) ?? across; up = find(up.name) ?? up; }};
}

function has(trial, across, up) {
  return trial.parameters[across.name] !== undefined && trial.parameters[up.name] !== undefined;
}

function unit(one, value) {
  return one.log ? Math.log(value / one.low) / Math.log(one.high / one.low) : (value - one.low) / (one.high - one.low);
}

function real(one, u) {
  return one.log ? one.low * (one.high / one.low) ** u : one.low + u * (one.high - one.low);
}

/** Ranks are averaged, not values: one trial that blew up must not paint a whole corner. */
function surface(store, across, up, c) {
  const all = judged(store).filter(({trial}) => has(trial, across, up));
  const known = all.map(({trial}, rank) => [unit(across, trial.parameters[across.name]), unit(up, trial.parameters[up.name]), all.length < 2 ? 1 : rank / (all.length - 1)]);
  const data = [];
  for (let i = 0; i < CELLS; i++) {
    for (let j = 0; j < CELLS; j++) {
      const [x, y] = [(i + .5) / CELLS, (j + .5) / CELLS];
      let weight = 0;
      let sum = 0;
      for (const [u, v, rank] of known) {
        const far = ((u - x) ** 2 + (v - y) ** 2) / REACH ** 2;
        if (far < 6) { const near = Math.exp(-far); weight += near; sum += near * rank; }
      }
      if (weight > .15) data.push([real(across, i / CELLS), real(up, j / CELLS), real(across, (i + 1) / CELLS), real(up, (j + 1) / CELLS), sum / weight]);
    }
  }
  return {type: 'custom', id: 'surface', silent: true, z: 1, data, encode: {x: [0, 2], y: [1, 3]}, progressive: 0, renderItem: (params, api) => {
    const [left, bottom] = api.coord([api.value(0), api.value(1)]);
    const [right, top] = api.coord([api.value(2), api.value(3)]);
    const [x, y] = [Math.round(left), Math.round(top)];
    return {type: 'rect', shape: {x, y, width: Math.round(right) - x, height: Math.round(bottom) - y}, style: {fill: c.accent, opacity: .04 + .72 * api.value(4) ** 2}};
  }};
}
