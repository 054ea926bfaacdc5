import {get} from './api.js';
import {curves} from './curves.js';
import {h, put, throttled} from './dom.js';
import {ladders} from './rungs.js';
import {progress} from './progress.js';
import {empty} from './states.js';

const PROGRESS_EVERY_MS = 2000;

/** Learning curves, the ladder of rungs, and the best value against the budget. */
export async function part(place, context) {
  const {store, status, signal, path, home} = context;
  const open = trial => context.go(`${home}/trials/${trial}`);
  if (store.total === 0) {
    put(place, empty(h('h2', null, 'No trial yet'), h('p', null, 'The first one starts when the study has a slot.')));
    const wait = () => { if (store.total > 0) { store.listeners.delete(wait); part(place, context); } };
    store.listen(wait, signal);
    return;
  }
  const lines = curves(store, () => status().summary.baseline?.value ?? null, open, signal);
  const rungs = ladders(status, signal);
  const rest = h('div', {class: 'grid two'}, rungs.element);
  put(place, lines.element, rest);
  context.onStatus.push(() => { rungs.draw(); });
  let known = await get(`${path}/progress`, signal).catch(() => null);
  if (!known || signal.aborted) return;
  const best = progress(() => known, status, signal);
  rest.append(best.element);
  const soon = throttled(async () => {
    known = await get(`${path}/progress`, signal).catch(() => known);
    best.draw();
  }, PROGRESS_EVERY_MS);
  context.onStatus.push(soon);
}
