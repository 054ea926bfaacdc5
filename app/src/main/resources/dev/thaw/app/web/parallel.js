import {brief, figure} from './chart.js';
import {h, table} from './dom.js';
import {count, number, stateTag} from './format.js';

const MOST_AXES = 9;

/** Trials that have a value, the worst first, so that the best are drawn on top. */
export function judged(store) {
  return [...store.trials.values()].map(trial => ({trial, best: store.bestOf(trial)})).filter(one => one.best !== null)
    .sort((a, b) => store.better(a.best, b.best) ? 1 : a.best === b.best ? a.trial.trial - b.trial.trial : -1);
}

/** A colour for each rank: the best in the accent, the others ever paler. */
export function shade(c, rank, n) {
  const good = n < 2 ? 1 : rank / (n - 1);
  return good > .9 ? {color: c.accent, opacity: .85, width: 1.8} : good > .6 ? {color: c.frozen, opacity: .4, width: 1.1} : {color: c.stopped, opacity: .2, width: 1};
}

/** Each trial as a line through its parameters to its value. */
export function parallel(store, axes, open, signal) {
  let shown = axes.slice(0, MOST_AXES);
  const made = figure({
    title: 'Parallel coordinates', size: 'tall', signal,
    how: 'Each line is a trial, from its parameters to its best value. Strong: the best tenth. Drag along an axis to keep only the lines that pass there.',
    summary: () => summary(store, shown), option: (c, width) => option(store, shown, c, width < 560),
    table: () => tableOf(store, shown), onClick: event => { if (event.data?.trial !== undefined) open(event.data.trial); },
  });
  return {...made, axes: again => { shown = again.slice(0, MOST_AXES); }};
}

function summary(store, axes) {
  const top = judged(store).toReversed();
  const best = top.slice(0, Math.max(3, Math.ceil(top.length / 10)));
  const lead = axes.find(axis => axis.numeric);
  if (!lead || best.length === 0) return `${count(top.length, 'trial')} with a value.`;
  const values = best.map(one => one.trial.parameters[lead.name]).filter(value => value !== undefined);
  return `${count(top.length, 'trial')} with a value. Among the best ${best.length}, ${lead.name} lies in ${number(Math.min(...values))} to ${number(Math.max(...values))}.`;
}

function option(store, axes, c, narrow) {
  const all = judged(store);
  const worst = all[Math.floor(all.length * .05)]?.best;
  const value = {dim: axes.length, name: store.metric, min: store.goal === 'maximize' ? worst : undefined, max: store.goal === 'maximize' ? undefined : worst, scale: true, inverse: store.goal !== 'maximize'};
  return {
    parallel: {layout: narrow ? 'vertical' : 'horizontal', left: narrow ? 26 : 50, right: narrow ? 30 : 70, top: 46, bottom: 26,
      parallelAxisDefault: {nameLocation: narrow ? 'start' : 'end', nameGap: narrow ? 0 : 16, nameTextStyle: {color: c.ink, fontSize: 11, backgroundColor: narrow ? c.card : 'transparent', align: narrow ? 'left' : 'center', padding: narrow ? [0, 0, 26, 0] : 0}, axisLine: {lineStyle: {color: c.soft}}, axisTick: {lineStyle: {color: c.soft}}, axisLabel: {color: c.ink, fontSize: 10, backgroundColor: c.card, padding: [1, 2], formatter: text => typeof text === 'number' ? brief(text) : text, hideOverlap: true}, areaSelectStyle: {color: c.accent, opacity: .15, borderColor: c.accent}}},
    parallelAxis: [...axes.map((axis, dim) => ({dim, name: axis.name, type: axis.numeric ? axis.log ? 'log' : 'value' : 'category', data: axis.values ?? undefined, minInterval: axis.whole ? 1 : undefined, min: axis.numeric ? axis.low : undefined, max: axis.numeric ? axis.high : undefined})), value],
    series: [{type: 'parallel', id: 'trials', smooth: false, progressive: 0, inactiveOpacity: .03, activeOpacity: .9,
      data: all.map(({trial, best}, rank) => ({value: [...axes.map(axis => cell(trial, axis)), best], trial: trial.trial, lineStyle: shade(c, rank, all.length)}))}],
  };
}

function cell(trial, axis) {
  const value = trial.parameters[axis.name];
  return value === undefined ? '-' : axis.numeric ? value : String(value);
}

function tableOf(store, axes) {
  const top = judged(store).toReversed().slice(0, 50);
  return table(`The best ${top.length} trials`, [{name: 'Trial'}, {name: 'State'}, {name: store.metric, num: true}, ...axes.map(axis => ({name: axis.name, num: axis.numeric}))],
    top.map(({trial, best}) => [h('a', {href: `#/studies/${encodeURIComponent(store.study)}/trials/${trial.trial}`}, trial.trial), stateTag(trial.status), number(best), ...axes.map(axis => number(trial.parameters[axis.name]))]));
}
