import {axis, brief, escape, figure, tick, toggle, tooltip} from './chart.js';
import {h, table, throttled} from './dom.js';
import {colours} from './theme.js';
import {count, number, stateOf, stateTag} from './format.js';
import {limits, logLimits} from './limits.js';

const ORDER = ['stopped', 'failed', 'frozen', 'completed', 'running'];
const LOOK = {
  stopped: {width: 1, opacity: .28, type: 'solid'}, failed: {width: 1, opacity: .45, type: 'dotted'},
  frozen: {width: 1.2, opacity: .5, type: 'dashed'}, completed: {width: 1.5, opacity: .8, type: 'solid'},
  running: {width: 2, opacity: .95, type: 'solid'},
};

/** What was trained after a thaw is as much wider. */
const THAWED = 1.2;

/** From so many on, some curves together are one line with gaps: two thousand single ones would be slow. */
const MANY = 600;

/** Of such a line: to stroke one takes the square of its points. */
const LINE = 500;

/** All curves of a picture together have about so many points; longer ones are thinned. */
const POINTS = 40000;
const NEAR_PX = 14;

/** Points of a curve that a log axis can show, about `most` of them: evenly, and the last. */
export function points(trial, logY = false, most = Infinity) {
  const all = [];
  const last = trial.values.length - 1;
  const step = Math.max(1, Math.ceil(trial.values.length / most));
  for (let i = 0; i <= last; i = i < last ? Math.min(i + step, last) : last + 1) {
    const value = trial.values[i];
    if (value !== null && (!logY || value > 0)) all.push([trial.first + i, value]);
  }
  return all;
}

/**
 * A curve from one freeze to the next: each stretch begins where the one before ended. Epochs of
 * which nothing is drawn end no stretch.
 */
export function stretches(coords, resumes) {
  const found = [];
  let from = 0;
  for (const epoch of [...resumes].sort((a, b) => a - b)) {
    const at = coords.findIndex(([x]) => x >= epoch);
    if (at > from && at < coords.length - 1) { found.push(coords.slice(from, at + 1)); from = at; }
  }
  return [...found, coords.slice(from)];
}

/** How many points each curve may have. */
function share(store) {
  return Math.max(12, Math.floor(POINTS / Math.max(1, store.trials.size)));
}

/** Curves one behind the other, with gaps, in lines that are not too long. */
export function chunks(groups) {
  const lines = [];
  let line = [];
  for (const coords of groups) {
    line.push(...coords, [coords.at(-1)[0], NaN]);
    if (line.length > LINE) { lines.push(line); line = []; }
  }
  return line.length ? [...lines, line] : lines;
}

/** The learning curves of a study, live. */
export function curves(store, baseline, open, signal) {
  let logX = false;
  let logY = false;
  let picked = null;
  const pick = h('input', {type: 'number', min: 0, step: 1, style: 'width:5.5rem', 'aria-label': 'Highlight trial', placeholder: 'trial', oninput: () => {
    picked = pick.value === '' ? null : store.trials.get(Number(pick.value)) ?? null;
    made.draw();
  }});
  let hovered = null;
  const made = figure({
    title: 'Learning curves', size: 'tall', signal, mark: 'first-curves',
    how: ['Each line is a trial. ', key('running', '', 'running'), ' ', key('frozen', 'dash', 'frozen'), ' ', key('completed', '', 'completed'), ' ', key('stopped', '', 'stopped'), ' ', key('failed', 'dash', 'failed'),
      '. A dashed stretch ended in a freeze; behind the diamond, where it thawed, the line is wider. Band: where running trials will probably go. Thick: the best.'],
    tools: [h('label', null, 'Highlight', pick), toggle('log x', on => { logX = on; made.draw(true); }), toggle('log y', on => { logY = on; made.draw(true); })],
    summary: () => summary(store, baseline(), logY),
    option: (c, width) => option(store, baseline(), c, {logX, logY, picked, hovered, narrow: width < 520}),
    table: () => rows(store),
    onReady: chart => watch(chart, store, () => logY, trial => {
      if (trial === hovered) return;
      hovered = trial;
      chart.setOption({series: [front('hovered', trial ?? {values: [], first: 1}, colours().ink, 2.5, logY, trial ? `${trial.trial}: ${number(store.bestOf(trial))}` : '', colours())]});
    }, open),
    onClick: event => { if (event.data?.trial !== undefined) open(event.data.trial); },
  });
  store.listen(() => made.draw(), signal);
  return made;
}

function key(state, more, text) {
  return h('span', {class: state, style: 'white-space:nowrap'}, h('i', {class: `swatch ${more}`, 'aria-hidden': 'true'}), text);
}

function summary(store, baseline, logY) {
  const shown = store.sampled ? `Showing ${number(store.trials.size)} of ${count(store.total, 'trial')}: the best, those that run, and an even sample. ` : `${count(store.total, 'trial')}. `;
  const best = store.best ? `Best: ${store.metric} ${number(store.best.value)} by trial ${store.best.trial}. ` : 'No epoch is reported yet. ';
  const hidden = logY && [...store.trials.values()].every(trial => trial.values.every(value => value === null || value <= 0)) ? ' No value is above 0, and a log axis shows no others.' : '';
  return shown + best + (baseline === null ? '' : `Baseline ${number(baseline)}.`) + hidden;
}

function option(store, baseline, c, {logX, logY, picked, hovered, narrow}) {
  const groups = Object.fromEntries(ORDER.map(name => [name, []]));
  const marks = [];
  const ends = [];
  const most = share(store);
  const many = store.trials.size > MANY;
  for (const trial of store.trials.values()) {
    const coords = points(trial, logY, most);
    if (coords.length === 0) continue;
    const group = stateOf(trial.status).colour;
    if (coords.length === 1) ends.push({value: coords[0], trial: trial.trial, itemStyle: {color: c[group], opacity: LOOK[group].opacity}});
    else if (many) groups[group].push({coords, trial: trial.trial});
    else {
      const parts = stretches(coords, trial.resumes);
      for (const part of parts.slice(0, -1)) groups.frozen.push({coords: part, trial: trial.trial});
      groups[group].push({coords: parts.at(-1), trial: trial.trial, ...parts.length > 1 && {lineStyle: {width: LOOK[group].width + THAWED}}});
    }
    for (const epoch of trial.resumes) {
      const value = trial.values[epoch - trial.first];
      if (value !== null && value !== undefined) marks.push({value: [epoch, value], trial: trial.trial});
    }
  }
  const extent = range(store, logY);
  const series = ORDER.flatMap((name, z) => many ? chunks(groups[name].map(one => one.coords)).map((data, i) => ({
    type: 'line', id: `${name}-${i}`, z: z + 2, silent: true, showSymbol: false, clip: true, data, lineStyle: {color: c[name], ...LOOK[name], type: 'solid'},
  })) : {
    type: 'lines', id: name, coordinateSystem: 'cartesian2d', polyline: true, z: z + 2, data: groups[name], progressive: 0, clip: true,
    lineStyle: {color: c[name], ...LOOK[name]}, emphasis: {lineStyle: {width: 3.5, opacity: 1}},
  });
  series.push({type: 'scatter', id: 'single', data: ends, symbolSize: 4, z: 3});
  series.push({type: 'scatter', id: 'thawed', data: marks, symbol: 'diamond', symbolSize: 6, z: 8, itemStyle: {color: c.card, borderColor: c.frozen, borderWidth: 1.2, opacity: marks.length > 400 ? .5 : .9}});
  series.push(...forecasts(store, c, picked, logY ? extent[0] : -Infinity));
  series.push(front('hovered', hovered ?? {values: [], first: 1}, c.ink, 2.5, logY, '', c));
  const best = store.best && store.trials.get(store.best.trial);
  if (best) series.push(front('best', best, c.ink, 3, logY, narrow ? '' : `best: ${best.trial}`, c));
  if (picked) series.push(front('picked', picked, c[stateOf(picked.status).colour], 4.5, logY, narrow ? '' : `trial ${picked.trial}`, c));
  if (baseline !== null) series.push({type: 'line', id: 'baseline', data: [], markLine: {silent: true, symbol: 'none', lineStyle: {color: c.soft, type: [6, 4]}, label: {formatter: 'baseline', color: c.soft, position: 'insideStartTop'}, data: [{yAxis: baseline}]}});
  return {
    grid: {left: narrow ? 48 : 62, right: narrow ? 14 : 70, top: 14, bottom: 46},
    xAxis: {type: logX ? 'log' : 'value', min: logX ? 1 : 0, max: Math.max(store.maximum, logX ? 2 : 1), ...axis(c, store.fidelity, {splitLine: {show: false}})},
    yAxis: {type: logY ? 'log' : 'value', min: extent[0], max: extent[1], ...axis(c, narrow ? '' : store.metric, {nameGap: 46}), axisLabel: {color: c.soft, fontSize: 11, formatter: logY ? brief : tick, showMinLabel: logY, showMaxLabel: logY}},
    tooltip: tooltip(c, {trigger: 'item', formatter: event => told(store, event.data)}),
    series,
  };
}

/** So many times as far from the median as the best is worse than what a picture should show. */
const FAR = 8;

/** Most of what was reported: a few trials that blew up must not hide all others. */
function range(store, logY) {
  const all = [];
  const most = share(store);
  for (const trial of store.trials.values()) for (const [, value] of points(trial, logY, most)) all.push(value);
  if (store.best && (!logY || store.best.value > 0)) all.push(store.best.value);
  if (all.length === 0) return [logY ? .1 : 0, 1];
  all.sort((a, b) => a - b);
  const up = store.goal === 'maximize';
  const middle = all[Math.floor(all.length / 2)];
  const far = FAR * Math.abs(middle - (up ? all.at(-1) : all[0])) || Infinity;
  const low = up ? Math.max(all[Math.floor(.02 * (all.length - 1))], all.find(value => value >= middle - far)) : all[0];
  const high = up ? all.at(-1) : Math.min(all[Math.ceil(.98 * (all.length - 1))], all.findLast(value => value <= middle + far));
  return logY ? logLimits(low, high) : limits(low, high);
}

function front(id, trial, colour, width, logY, name, c) {
  return {type: 'line', id, data: points(trial, logY), showSymbol: false, silent: true, z: 10, clip: true, lineStyle: {color: colour, width}, endLabel: {show: name !== '', formatter: name, color: c.ink, fontSize: 11, distance: 4}};
}

/** Median and band of what running trials, and the one picked, will probably do. */
export function forecasts(store, c, picked, floor = -Infinity) {
  const series = [];
  for (const trial of store.trials.values()) {
    const shown = trial.forecast?.length && (trial === picked || stateOf(trial.status).word === 'running') && trial.values.length;
    if (!shown) continue;
    const last = trial.first + trial.values.length - 1;
    const value = trial.values.at(-1);
    if (value === null) continue;
    const path = [{epoch: last, low: value, median: value, high: value}, ...trial.forecast].map(point => ({...point, low: Math.max(point.low, floor)}));
    series.push(band(`band-${trial.trial}`, path, c.running));
    series.push({type: 'line', id: `median-${trial.trial}`, data: path.map(p => [p.epoch, p.median]), showSymbol: false, silent: true, z: 7, clip: true, lineStyle: {color: c.running, width: 1.4, type: [2, 3]}});
  }
  return series;
}

export function band(id, path, colour) {
  return {type: 'custom', id, silent: true, z: 1, clip: true, data: [[path[0].epoch, path[0].median]], renderItem: (params, api) => ({
    type: 'polygon', shape: {points: [...path.map(p => api.coord([p.epoch, p.high])), ...path.toReversed().map(p => api.coord([p.epoch, p.low]))]},
    style: {fill: colour, opacity: .13},
  })};
}

function told(store, data) {
  const trial = data && store.trials.get(data.trial);
  if (!trial) return '';
  const values = Object.entries(trial.parameters).slice(0, 12).map(([name, value]) => `${escape(name)} <b>${escape(number(value))}</b>`).join('<br>');
  return `<b>Trial ${trial.trial}</b>, ${stateOf(trial.status).word}<br>${count(trial.first + trial.values.length - 1, 'epoch')}, best ${number(store.bestOf(trial))}<br><span style="opacity:.85">${values}</span>`;
}

function rows(store) {
  const ranked = [...store.trials.values()].filter(trial => trial.values.length).map(trial => [store.bestOf(trial), trial]).filter(([best]) => best !== null)
    .sort((a, b) => store.better(a[0], b[0]) ? -1 : 1).slice(0, 50);
  return table(`The best ${ranked.length} curves`, [{name: 'Trial'}, {name: 'State'}, {name: 'Best', num: true}, {name: 'Last', num: true}, {name: 'Epochs', num: true}, {name: 'Thawed after epochs'}],
    ranked.map(([best, trial]) => [h('a', {href: `#/studies/${encodeURIComponent(store.study)}/trials/${trial.trial}`}, trial.trial), stateTag(trial.status), number(best), number(trial.values.at(-1)), trial.first + trial.values.length - 1, trial.resumes.join(', ') || '–']));
}


/** Finds the curve under the pointer where curves are no elements of their own. */
function watch(chart, store, logY, hover, open) {
  let at = null;
  const look = throttled(() => hover(at && nearest(chart, store, at, logY())));
  chart.getZr().on('mousemove', event => {
    if (store.trials.size <= MANY) return;
    at = [event.offsetX, event.offsetY];
    look();
  });
  chart.getZr().on('globalout', () => { at = null; look(); });
  chart.getZr().on('click', event => {
    if (store.trials.size <= MANY) return;
    const trial = nearest(chart, store, [event.offsetX, event.offsetY], logY());
    if (trial) open(trial.trial);
  });
}

function nearest(chart, store, [x, y], logY) {
  if (!chart.containPixel('grid', [x, y])) return null;
  const epoch = Math.round(chart.convertFromPixel('grid', [x, y])[0]);
  let found = null;
  let least = NEAR_PX;
  for (const trial of store.trials.values()) {
    const value = trial.values[epoch - trial.first];
    if (value === null || value === undefined || (logY && value <= 0)) continue;
    const far = Math.abs(chart.convertToPixel('grid', [epoch, value])[1] - y);
    if (far < least) { least = far; found = trial; }
  }
  return found;
}
