import {h} from './dom.js';

/** The states of trials: one word, one sign and one colour each, everywhere. */
export const STATES = {
  running: {word: 'running', sign: '▶', colour: 'running'},
  paused: {word: 'frozen', sign: '❄\uFE0E', colour: 'frozen'},
  completed: {word: 'completed', sign: '✓', colour: 'completed'},
  stopped: {word: 'stopped', sign: '■', colour: 'stopped'},
  failed: {word: 'failed', sign: '✕', colour: 'failed'},
  infeasible: {word: 'infeasible', sign: '⊘', colour: 'failed'},
  created: {word: 'waiting', sign: '…', colour: 'stopped'},
};
/** The server's words; who is pending was asked for and has never had a slot. */
const ALIASES = {starting: 'running', pausing: 'running', pending: 'created'};

export function stateOf(status) {
  return STATES[ALIASES[status] ?? status] ?? STATES.created;
}

export function stateTag(status) {
  const state = stateOf(status);
  return h('span', {class: `state ${state.colour}`}, h('i', {'aria-hidden': 'true'}, state.sign), state.word);
}

export function studyTag(state, paused) {
  if (paused && state === 'running') return h('span', {class: 'state frozen'}, h('i', {'aria-hidden': 'true'}, '❄\uFE0E'), 'paused');
  const colour = state === 'running' ? 'running' : state === 'ended' ? 'completed' : 'stopped';
  const sign = state === 'running' ? '▶' : state === 'ended' ? '✓' : '■';
  return h('span', {class: `state ${colour}`}, h('i', {'aria-hidden': 'true'}, sign), state);
}

/** A number with four significant digits. */
export function number(value) {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return value.toLocaleString('en');
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2).replace('e+', 'e');
  return String(Number(value.toPrecision(4)));
}

export function count(n, word) {
  return `${number(n)} ${word}${n === 1 ? '' : 's'}`;
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let i = 0;
  let size = n;
  while (size >= 1024 && i < units.length - 1) { size /= 1024; i++; }
  return `${i === 0 ? size : size.toFixed(1)} ${units[i]}`;
}

export function percent(share) {
  return `${Math.round(100 * share)} %`;
}

/** A moment; the day only if it is not today. */
export function moment(iso) {
  if (!iso) return '–';
  const at = new Date(iso);
  const time = at.toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
  if (at.toDateString() === new Date().toDateString()) return time;
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')} ${time.slice(0, 5)}`;
}

export function when(iso) {
  return h('time', {datetime: iso, title: iso}, moment(iso));
}

export function words(kebab) {
  return String(kebab ?? '').replaceAll('-', ' ').replaceAll('_', ' ');
}
