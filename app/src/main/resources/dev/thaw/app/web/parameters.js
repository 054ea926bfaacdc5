import {get} from './api.js';
import {contour, slices} from './slices.js';
import {h, put, throttled} from './dom.js';
import {claims, importance} from './importance.js';
import {parallel} from './parallel.js';
import {empty} from './states.js';

const EVERY_MS = 4000;

/** What the parameters do: which matter, and where the good values lie. */
export async function part(place, context) {
  const {store, path, signal, home} = context;
  const [shares, spec] = await Promise.all([
    get(`${path}/importance`, signal).then(claims).catch(problem => claims({silence: problem.message})),
    get(`${path}/spec`, signal).catch(() => null),
  ]);
  const open = trial => context.go(`${home}/trials/${trial}`);
  const axes = dimensions(store, spec?.parameters, shares.parameters);
  if (axes.length === 0) {
    put(place, empty(h('h2', null, 'No trial yet'), h('p', null, 'The pictures of parameters need trials with values.')));
    return;
  }
  const pictures = [parallel(store, axes, open, signal), slices(store, axes, open, signal)];
  if (axes.filter(axis => axis.numeric).length > 1) pictures.push(contour(store, axes.filter(axis => axis.numeric), open, signal));
  put(place, importance(shares), pictures[0].element, h('div', {class: 'grid two'}, pictures.slice(1).map(picture => picture.element)));
  const draw = throttled(() => pictures.forEach(picture => picture.draw()), EVERY_MS);
  store.listen(draw, signal);
}

/** One for each parameter that differs among trials, the most important first. */
function dimensions(store, spec, shares) {
  const values = new Map();
  for (const trial of store.trials.values()) {
    for (const [name, value] of Object.entries(trial.parameters)) {
      if (!values.has(name)) values.set(name, new Set());
      values.get(name).add(value);
    }
  }
  const ranks = new Map(shares.map((share, rank) => [share.name, rank]));
  return [...values].filter(([, set]) => set.size > 1).map(([name, set]) => {
    const known = described(spec, name);
    const numeric = [...set].every(value => typeof value === 'number');
    const all = numeric ? [...set] : [...set].map(String);
    const low = numeric ? Math.min(known?.min ?? Infinity, ...all) : 0;
    const high = numeric ? Math.max(known?.max ?? -Infinity, ...all) : 0;
    const log = numeric && low > 0 && (known?.scale ? known.scale === 'log' : high / low > 500);
    return {name, numeric, low, high, log, whole: numeric && all.every(Number.isInteger), values: numeric ? null : all.toSorted()};
  }).toSorted((a, b) => (ranks.get(a.name) ?? 99) - (ranks.get(b.name) ?? 99));
}

function described(spec, name) {
  return Array.isArray(spec) ? spec.find(parameter => parameter.name === name) : spec?.[name];
}
