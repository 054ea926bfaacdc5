import {get} from './api.js';
import {contour, slices} from './slices.js';
import {h, put, renew, throttled} from './dom.js';
import {claims, importance} from './importance.js';
import {narrowing} from './handwork.js';
import {parallel} from './parallel.js';
import {empty} from './states.js';

const EVERY_MS = 4000;
const CLAIMS_EVERY_MS = 60000;

/** What the parameters do: which matter, and where the good values lie. */
export async function part(place, context) {
  const {store, path, signal, home} = context;
  const claimed = () => get(`${path}/importance`, signal).then(claims).catch(problem => claims({silence: problem.message}));
  const [first, spec] = await Promise.all([claimed(), get(`${path}/spec`, signal).catch(() => null)]);
  let shares = first;
  const open = trial => context.go(`${home}/trials/${trial}`);
  const matter = h('div');
  const body = h('div');
  const said = h('p', {class: 'soft small', role: 'status'});
  let shown = '';
  let pictures = [];
  const draw = () => {
    const axes = dimensions(store, spec?.parameters, shares.parameters);
    const names = axes.map(axis => `${axis.name} ${axis.numeric}`).join();
    if (axes.length === 0 || names === shown) pictures.forEach(picture => picture.draw(axes));
    else build(axes, names);
  };
  put(place, empty(h('h2', null, 'No trial yet'), h('p', null, 'The pictures of parameters need trials with values that differ.')));
  draw();
  const ask = throttled(async () => { shares = await claimed(); if (shown) renew(matter, importance(shares)); }, CLAIMS_EVERY_MS);
  store.listen(throttled(draw, EVERY_MS), signal);
  if (context.status().summary.state !== 'ended') store.listen(ask, signal);

  /** New pictures, for other parameters than before. */
  function build(axes, names) {
    if (!shown) put(place, matter, body, spec && context.status().summary.state !== 'ended' ? narrowing(context.name, spec.parameters, text => { said.textContent = text; }) : null, said);
    shown = names;
    const numeric = axes => axes.filter(axis => axis.numeric);
    const made = [parallel(store, axes, open, signal), slices(store, axes, open, signal)];
    pictures = made.map(one => ({draw: again => { one.axes(again); one.draw(); }}));
    if (numeric(axes).length > 1) {
      const two = contour(store, numeric(axes), open, signal);
      made.push(two);
      pictures.push({draw: again => { two.axes(numeric(again)); two.draw(); }});
    }
    put(matter, importance(shares));
    put(body, made[0].element, h('div', {class: 'grid two'}, made.slice(1).map(picture => picture.element)));
  }
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
