import {h, put, renew} from './dom.js';
import {colours} from './theme.js';

const LIBRARY = 'ui/echarts-5.5.0.min.js';
let library;

/** The library of charts, loaded when the first chart is drawn. */
function load() {
  library ??= new Promise((resolve, reject) => {
    const script = h('script', {src: LIBRARY, onload: () => resolve(window.echarts), onerror: () => { library = undefined; reject(new Error('the charts could not be loaded')); }});
    document.head.append(script);
  });
  return library;
}

/**
 * A card with a heading, how to read the picture, the picture, what it says in words, and the same as
 * a table. `option(colours, width)` makes what the library draws; `table()` is asked when opened.
 */
export function figure({title, how, size = '', tools = [], summary, option, table, signal, onClick, onReady, mark = 'first-chart'}) {
  const plot = h('div', {class: `plot waiting ${size}`, role: 'img', 'aria-label': title});
  const said = h('p', {class: 'said'});
  const rows = h('details', {ontoggle: () => { if (rows.open) put(body, table()); }}, h('summary', null, 'The same as a table'));
  const body = h('div');
  rows.append(body);
  const element = h('section', {class: 'card', 'aria-label': title}, h('figure', null,
    h('div', {class: 'head row'}, h('h2', null, title), h('div', {class: 'tools'}, tools)),
    how ? h('p', {class: 'how'}, how) : null, plot, said, table ? rows : null));
  let chart = null;
  let rest = 0;
  let late = null;
  const visible = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) { visible.disconnect(); start(); }
  }, {rootMargin: '300px'});
  visible.observe(plot);

  async function start() {
    try {
      const echarts = await load();
      if (signal.aborted) return;
      chart = echarts.init(plot, null, {renderer: 'canvas'});
      plot.classList.remove('waiting');
      if (onClick) chart.on('click', onClick);
      if (onReady) onReady(chart);
      const resized = new ResizeObserver(() => { chart.resize(); draw(true); });
      resized.observe(plot);
      window.addEventListener('thaw-theme', () => draw(true), {signal});
      signal.addEventListener('abort', () => { resized.disconnect(); chart.dispose(); });
      chart.on('rendered', drawn);
      draw(true);
    } catch (failure) {
      put(plot, h('p', {class: 'empty'}, `${failure.message}. The table has the same figures.`));
    }
  }

  /** When it was seen first, for those who measure. */
  function drawn() {
    chart.off('rendered', drawn);
    performance.mark(mark);
  }

  /** News wait while drawing would take more than a fifth of the time. */
  function draw(whole = false) {
    if (signal.aborted) return;
    const began = performance.now();
    if (!whole && began < rest) {
      late ??= setTimeout(() => { late = null; draw(); }, rest - began);
      return;
    }
    paint(whole);
    rest = performance.now() + 4 * (performance.now() - began);
  }

  function paint(whole) {
    const words = summary();
    said.textContent = words;
    plot.setAttribute('aria-label', `${title}. ${words}`);
    if (rows.open) renew(body, table());
    if (!chart) return;
    const made = option(colours(), plot.clientWidth);
    if (made) chart.setOption({...common(colours()), ...made}, whole ? {notMerge: true} : {replaceMerge: ['series']});
  }

  said.textContent = summary();
  return {element, draw, chart: () => chart};
}

function common(c) {
  return {animation: false, textStyle: {fontFamily: 'system-ui, sans-serif', color: c.ink}, backgroundColor: 'transparent', aria: {enabled: false}};
}

/** An axis in the colours of the page. */
export function axis(c, name, more = {}) {
  return {
    name, nameLocation: 'middle', nameGap: 30, nameTextStyle: {color: c.soft, fontSize: 12},
    axisLine: {lineStyle: {color: c.line}}, axisTick: {lineStyle: {color: c.line}},
    axisLabel: {color: c.soft, fontSize: 11, hideOverlap: true}, splitLine: {lineStyle: {color: c.line, opacity: .6}}, ...more,
  };
}

export function tooltip(c, more = {}) {
  return {backgroundColor: c.card, borderColor: c.line, textStyle: {color: c.ink, fontSize: 12}, confine: true, transitionDuration: 0, ...more};
}

/** Text for a tooltip, which the library would read as HTML. */
export function escape(text) {
  return String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Figures for an axis whose ticks are round: all their digits, since neighbours may differ in the last. */
export function tick(value) {
  return digits(value, 9);
}

/** Figures for an axis that begins and ends anywhere, short. */
export function brief(value) {
  return digits(value, 4);
}

function digits(value, most) {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const short = Number(value.toPrecision(most));
  return size >= 1e5 || size < 1e-3 ? short.toExponential().replace('e+', 'e') : String(short);
}

/** Checkbox for a toggle beside a heading. */
export function toggle(text, change, checked = false) {
  const box = h('input', {type: 'checkbox', checked, onchange: () => change(box.checked)});
  return h('label', null, box, text);
}

/** A choice beside a heading; choices are [value, text]. */
export function choice(label, choices, change, value) {
  const select = h('select', {'aria-label': label, onchange: () => change(select.value)}, choices.map(([key, text]) => h('option', {value: key}, text)));
  if (value !== undefined) select.value = value;
  return select;
}
