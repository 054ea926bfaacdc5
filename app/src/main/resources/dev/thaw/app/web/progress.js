import {axis, choice, figure, tick, tooltip} from './chart.js';
import {table} from './dom.js';
import {count, duration, moment, number} from './format.js';
import {limits} from './limits.js';

const AXES = {trials: ['trials', point => point.trials], epochs: ['epochs', point => point.epochs], hours: ['hours', point => point.seconds / 3600], gpu: ['GPU hours', point => point.gpuSeconds / 3600]};
const LIMITS = [['trials', 'trials'], ['epochs', 'epochs'], ['wallSeconds', 'hours'], ['gpuSeconds', 'gpu']];

/** The best value so far against what was spent, and what is to be expected at the end. */
export function progress(read, status, signal) {
  const limited = status().summary.budget ?? {};
  let against = LIMITS.find(([limit]) => limited[limit])?.[1] ?? 'epochs';
  const made = figure({
    title: 'Best so far', signal,
    how: 'Each step is a new best. The dashed band is what the rest of the budget will probably bring: four times in five the end lies in it.',
    tools: [choice('Against', Object.entries(AXES).filter(([key]) => key !== 'gpu' || limited.gpuSeconds).map(([key, [text]]) => [key, text]), key => { against = key; made.draw(true); }, against)],
    summary: () => summary(read(), status().summary),
    option: c => option(read(), status().summary, c, against),
    table: () => table('Each new best', [{name: 'Trial', num: true}, {name: 'Epoch', num: true}, {name: read().metric, num: true}, {name: 'After epochs', num: true}, {name: 'After', num: true}],
      read().points.toReversed().map(p => [p.trial, p.epoch, number(p.value), number(p.epochs), duration(p.seconds)])),
  });
  return made;
}

function summary(p, s) {
  const last = p.points.at(-1);
  if (!last) return 'Nothing is reported yet.';
  const e = s.expected;
  return `${p.metric} ${number(last.value)} after ${count(p.now.epochs, 'epoch')} and ${duration(p.now.seconds)}; the last of ${count(p.points.length, 'step')} was ${duration(p.now.seconds - last.seconds)} ago.`
    + (e && !s.end ? ` Expected at the end${e.endsAbout ? `, about ${moment(e.endsAbout)}` : ''}: ${number(e.median)} (${number(Math.min(e.good, e.poor))} to ${number(Math.max(e.good, e.poor))}).` : '');
}

/** Where the axis ends: at the limit of the budget if it has one on this axis. */
function finish(p, s, against, now) {
  const b = s.budget ?? {};
  const end = s.expected?.endsAbout;
  const share = end && p.now.seconds > 0 ? 1 + Math.max(0, (Date.parse(end) - Date.now()) / 1000 / p.now.seconds) : 1;
  if (against === 'trials') return b.trials ?? now * share;
  if (against === 'epochs') return b.epochs ?? now * share;
  if (against === 'hours') return b.wallSeconds ? b.wallSeconds / 3600 : now * share;
  return b.gpuSeconds ? b.gpuSeconds / 3600 : now * share;
}

function option(p, s, c, against) {
  const [text, of] = AXES[against];
  const steps = p.points.map(point => [of(point), point.value]);
  const now = of(p.now);
  const last = p.points.at(-1);
  if (last) steps.push([Math.max(now, steps.at(-1)[0]), last.value]);
  const series = [{type: 'line', id: 'best', step: 'end', data: steps, showSymbol: false, lineStyle: {width: 2.5, color: c.accent}, areaStyle: {color: c.accent, opacity: .06, origin: p.goal === 'maximize' ? 'start' : 'end'}, itemStyle: {color: c.accent}}];
  const e = s.expected;
  const ahead = s.end ? now : Math.max(finish(p, s, against, now), now);
  if (e && last && !s.end && ahead > now) {
    const path = [{epoch: now, low: last.value, median: last.value, high: last.value}, {epoch: ahead, low: Math.min(e.good, e.poor), median: e.median, high: Math.max(e.good, e.poor)}];
    series.push({type: 'custom', id: 'band', silent: true, data: [[now, last.value]], renderItem: (params, api) => ({type: 'polygon', shape: {points: [...path.map(q => api.coord([q.epoch, q.high])), ...path.toReversed().map(q => api.coord([q.epoch, q.low]))]}, style: {fill: c.accent, opacity: .16}})});
    series.push({type: 'line', id: 'median', data: path.map(q => [q.epoch, q.median]), showSymbol: false, silent: true, lineStyle: {type: [4, 4], width: 1.5, color: c.accent}});
  }
  const lines = [];
  if (s.baseline) lines.push({yAxis: s.baseline.value, label: {formatter: 'baseline', position: 'insideStartTop', color: c.soft}});
  if (!s.end) lines.push({xAxis: now, label: {formatter: 'now', position: 'end', color: c.soft}});
  series[0].markLine = {silent: true, symbol: 'none', lineStyle: {color: c.soft, type: [6, 4], width: 1}, data: lines};
  const all = [...p.points.map(point => point.value), ...(e ? [e.good, e.poor] : []), ...(s.baseline ? [s.baseline.value] : [])].toSorted((a, b) => a - b);
  const view = p.goal === 'maximize' ? [all[Math.floor(all.length * .1)], all.at(-1)] : [all[0], all[Math.ceil((all.length - 1) * .9)]];
  const [min, max] = all.length ? limits(view[0], view[1], .08) : [0, 1];
  return {
    grid: {left: 62, right: 20, top: 22, bottom: 46},
    xAxis: {type: 'value', min: 0, max: ahead > 0 ? ahead : 1, ...axis(c, text, {splitLine: {show: false}}), axisLabel: {color: c.soft, fontSize: 11, hideOverlap: true, showMaxLabel: false}},
    yAxis: {type: 'value', min, max, ...axis(c, p.metric, {nameGap: 46}), axisLabel: {color: c.soft, fontSize: 11, formatter: tick, showMinLabel: false, showMaxLabel: false}},
    tooltip: tooltip(c, {trigger: 'axis', valueFormatter: number}),
    series,
  };
}
