import {axis, choice, figure, tick, tooltip} from './chart.js';
import {table} from './dom.js';
import {duration, moment, number} from './format.js';

const AXES = {epochs: ['epochs', point => point.epochs], hours: ['hours', point => point.seconds / 3600], gpu: ['GPU hours', point => (point.gpuSeconds ?? 0) / 3600]};

/** The best value so far against what was spent, and what is to be expected at the end. */
export function progress(read, status, signal) {
  let against = 'epochs';
  const made = figure({
    title: 'Best so far', signal,
    how: 'Each step is a new best. The dashed band is what the rest of the budget will probably bring: four times in five the end lies in it.',
    tools: [choice('Against', Object.entries(AXES).filter(([key]) => key !== 'gpu' || read().points[0]?.gpuSeconds !== undefined).map(([key, [text]]) => [key, text]), key => { against = key; made.draw(true); })],
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
  return `${p.metric} ${number(last.value)} after ${number(p.now.epochs)} epochs and ${duration(p.now.seconds)}; the last of ${p.points.length} steps was ${duration(p.now.seconds - last.seconds)} ago.`
    + (e && !s.end ? ` Expected at the end${p.end ? `, about ${moment(p.end)}` : ''}: ${number(e.median)} (${number(Math.min(e.good, e.poor))} to ${number(Math.max(e.good, e.poor))}).` : '');
}

/** Where the axis ends: at the limit of the budget if it has one on this axis. */
function finish(p, s, against, now) {
  const b = s.budget ?? {};
  const end = p.end ?? s.expected?.endsAbout;
  const share = end && p.now.seconds > 0 ? 1 + Math.max(0, (Date.parse(end) - Date.now()) / 1000 / p.now.seconds) : 1;
  if (against === 'epochs') return b.epochs ?? now * share;
  if (against === 'hours') return b.wallSeconds ? b.wallSeconds / 3600 : now * share;
  return b.gpuSeconds ? b.gpuSeconds / 3600 : now * share;
}

function option(p, s, c, against) {
  const [text, of] = AXES[against];
  const steps = p.points.map(point => [of(point), point.value]);
  const now = against === 'gpu' ? (s.held?.gpuSeconds ?? 0) / 3600 : of(p.now);
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
  const room = Math.max((view[1] - view[0]) * .08, 1e-9);
  return {
    grid: {left: 62, right: 20, top: 22, bottom: 46},
    xAxis: {type: 'value', min: 0, max: ahead > 0 ? ahead : 1, ...axis(c, text, {splitLine: {show: false}}), axisLabel: {color: c.soft, fontSize: 11, hideOverlap: true, showMaxLabel: false}},
    yAxis: {type: 'value', min: view.length && Number.isFinite(view[0]) ? Number((view[0] - room).toPrecision(3)) : 0, max: Number.isFinite(view[1]) ? Number((view[1] + room).toPrecision(3)) : 1, ...axis(c, p.metric, {nameGap: 46}), axisLabel: {color: c.soft, fontSize: 11, formatter: tick, showMinLabel: false, showMaxLabel: false}},
    tooltip: tooltip(c, {trigger: 'axis', valueFormatter: number}),
    series,
  };
}
