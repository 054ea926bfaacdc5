import {get} from './api.js';
import {axis, choice, escape, figure, tooltip} from './chart.js';
import {h, put, renew, table, throttled} from './dom.js';
import {count, duration, moment, number, percent, words} from './format.js';
import {empty} from './states.js';

const EVERY_MS = 5000;
const LIMIT = 5000;
const ROW_PX = 22;
const AROUND_PX = 110;
const KINDS = [['started', 'running', 'started'], ['thawed', 'frozen', 'thawed'], ['forked', 'completed', 'forked from another'], ['restarted', 'failed', 'begun again']];
const CLOSED = {paused: 'paused', hours: 'outside of its hours'};

/** Who ran where, and when nobody did. */
export async function part(place, context) {
  const {path, signal, home} = context;
  let known = await get(`${path}/timeline?limit=${LIMIT}`, signal);
  if (signal.aborted) return;
  if (known.spans.length === 0) {
    put(place, empty(h('h2', null, 'Nothing has run yet'), h('p', null, 'The first span appears when a trial gets a slot.')));
    const wait = () => {
      if (![...context.store.trials.values()].some(trial => trial.running)) return;
      context.store.listeners.delete(wait);
      part(place, context);
    };
    context.store.listen(wait, signal);
    return;
  }
  let span = 'all';
  const made = figure({
    title: 'Slots', size: 'tall', signal,
    how: 'Each row is a slot, each bar a trial that held it. The colour says why it got the slot. Gaps are idle; behind them is shaded when the whole study was frozen. Drag or pinch to move, scroll with Ctrl to zoom; a click opens the trial.',
    tools: [h('ul', {class: 'legend', style: 'margin:0'}, KINDS.map(([, state, text]) => h('li', null, h('span', {class: state}, h('i', {class: 'swatch box', 'aria-hidden': 'true'})), text))),
      choice('Show', [['all', 'all'], ['hour', 'the last hour'], ['tenth', 'the last tenth']], value => { span = value; made.draw(true); })],
    summary: () => summary(known), option: (c, width) => option(known, c, span, width < 520), table: () => tableOf(known, home),
    onClick: event => { if (event.data?.trial !== undefined) context.go(`${home}/trials/${event.data.trial}`); },
  });
  const room = () => { made.element.querySelector('.plot').style.minHeight = `${Math.min(3000, AROUND_PX + ROW_PX * known.slots.length)}px`; };
  room();
  const use = h('div', null, busy(known));
  put(place, made.element, h('section', {class: 'card', 'aria-label': 'How busy the slots are'}, h('div', {class: 'head'}, h('h2', null, 'How busy')), use));
  context.onStatus.push(throttled(async () => {
    known = await get(`${path}/timeline?limit=${LIMIT}`, signal).catch(() => known);
    room();
    made.draw();
    renew(use, busy(known));
  }, EVERY_MS));
}

function ends(known) {
  return Math.max(...known.spans.map(span => span.to ?? span.from), known.to ? Date.parse(known.to) - Date.parse(known.from) : 0);
}

/** By slot: how long it was held since it was first heard of here, and how often. */
function use(known) {
  const end = ends(known);
  return known.slots.map((name, slot) => {
    const mine = known.spans.filter(span => span.slot === slot);
    const held = mine.reduce((sum, span) => sum + (span.to ?? end) - span.from, 0);
    const from = Math.min(end, ...mine.map(span => span.from));
    return {name, held: held / 1000, share: end > from ? Math.min(1, held / (end - from)) : 0, spans: mine.length, now: mine.find(span => span.to === null || span.to === undefined)};
  });
}

function summary(known) {
  const used = use(known);
  const share = used.reduce((sum, slot) => sum + slot.share, 0) / Math.max(1, used.length);
  return `${count(known.slots.length, 'slot')}, held ${percent(share)} of the time; ${count(known.spans.length, 'span')} ${known.left ? `shown, ${number(known.left)} older ones are left out; the study began` : 'since'} ${moment(known.from)}.${frozen(known)}`;
}

/** When the study as a whole had no slot because somebody, or its hours, wanted it so. */
function frozen(known) {
  const closed = known.closed ?? [];
  const end = ends(known);
  const sum = closed.reduce((all, one) => all + (one.to ?? end) - one.from, 0);
  return closed.length ? ` The study was frozen ${closed.length === 1 ? 'once' : `${closed.length} times`}, for ${duration(sum / 1000)}.` : '';
}

function busy(known) {
  return h('ul', {class: 'shares busy'}, use(known).map(slot => h('li', null, h('span', {class: 'name'}, slot.name),
    h('span', {class: 'track', 'aria-hidden': 'true'}, h('i', {class: 'fill', style: `width:${100 * slot.share}%`})),
    h('span', {class: 'small num'}, `${percent(slot.share)}${slot.now ? `, trial ${slot.now.trial}` : ', idle'}`))));
}

export function colourOf(why, c) {
  return c[KINDS.find(([name]) => name === why)?.[1] ?? 'stopped'];
}

/** Stretches in which the study was frozen, behind the bars. */
function shades(known, c) {
  const zero = Date.parse(known.from);
  const end = ends(known);
  return {silent: true, itemStyle: {color: c.frozen, opacity: .16}, label: {color: c.soft, fontSize: 11, position: 'insideBottom'},
    data: (known.closed ?? []).map(one => [{xAxis: one.from + zero, name: CLOSED[one.why] ?? words(one.why)}, {xAxis: (one.to ?? end) + zero}])};
}

function option(known, c, show, narrow) {
  const end = ends(known);
  const from = show === 'hour' ? Math.max(0, end - 3.6e6) : show === 'tenth' ? end * .9 : Math.min(...known.spans.map(span => span.from));
  const zero = Date.parse(known.from);
  const data = known.spans.map(span => ({value: [span.slot, span.from + zero, (span.to ?? end) + zero], trial: span.trial, span, itemStyle: {color: colourOf(span.why, c)}}));
  return {
    grid: {left: narrow ? 62 : 92, right: 16, top: 10, bottom: 62},
    xAxis: {type: 'time', min: from + zero, max: end + zero, ...axis(c, '', {splitLine: {show: false}})},
    yAxis: {type: 'category', data: known.slots, inverse: true, ...axis(c, '', {splitLine: {show: false}}), axisLabel: {color: c.soft, fontSize: 11}},
    dataZoom: [{type: 'inside', preventDefaultMouseMove: false, filterMode: 'weakFilter', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false}, {type: 'slider', filterMode: 'weakFilter', height: 18, bottom: 8, borderColor: c.line, textStyle: {color: c.soft}, brushSelect: false}],
    tooltip: tooltip(c, {trigger: 'item', formatter: event => told(event.data.span, known)}),
    series: [{type: 'custom', id: 'spans', data, encode: {x: [1, 2], y: 0}, clip: true, progressive: 0, renderItem: (params, api) => bar(params, api, data, c), markArea: shades(known, c)}],
  };
}

function bar(params, api, data, c) {
  const [left, y] = api.coord([api.value(1), api.value(0)]);
  const [right] = api.coord([api.value(2), api.value(0)]);
  const height = Math.min(30, api.size([0, 1])[1] * .68);
  const area = params.coordSys;
  const x = Math.max(left, area.x);
  const width = Math.max(1, Math.min(right, area.x + area.width) - x);
  if (x > area.x + area.width || right < area.x) return null;
  const children = [{type: 'rect', shape: {x, y: y - height / 2, width: Math.max(1, width - .7), height, r: width > 6 ? 2 : 0}, style: {fill: api.visual('color'), opacity: .85}}];
  if (width > 34) children.push({type: 'text', silent: true, style: {text: data[params.dataIndex].trial, x: x + 5, y: y - 5.5, fill: c.card, fontSize: 11, fontWeight: 600}});
  return {type: 'group', children};
}

function told(span, known) {
  const zero = Date.parse(known.from);
  return `<b>Trial ${span.trial}</b> on ${escape(known.slots[span.slot])}<br>${escape(words(span.why))}, epochs ${span.fromEpoch} to ${span.toEpoch}<br>${moment(new Date(zero + span.from).toISOString())}, ${span.to ? duration((span.to - span.from) / 1000) : 'still running'}`;
}

function tableOf(known, home) {
  const zero = Date.parse(known.from);
  return table('The newest 100 spans', [{name: 'Slot'}, {name: 'Trial'}, {name: 'Why'}, {name: 'Epochs'}, {name: 'From'}, {name: 'For', num: true}],
    known.spans.toSorted((a, b) => b.from - a.from).slice(0, 100).map(span => [known.slots[span.slot], h('a', {href: `${home}/trials/${span.trial}`}, span.trial), words(span.why), `${span.fromEpoch} – ${span.toEpoch}`,
      moment(new Date(zero + span.from).toISOString()), span.to ? duration((span.to - span.from) / 1000) : 'now']));
}
