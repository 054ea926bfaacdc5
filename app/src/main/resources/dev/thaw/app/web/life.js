import {h, s, table} from './dom.js';
import {duration, moment} from './format.js';

const WIDTH = 1000;
const HEIGHT = 54;

/** When a trial ran and where; between its leases it was frozen. */
export function lifeLine(trial) {
  const leases = trial.leases ?? [];
  if (leases.length === 0) return [h('p', {class: 'soft'}, 'It has not run yet.')];
  const from = Date.parse(leases[0].from);
  const now = Date.now();
  const ends = leases.map(lease => lease.to ? Date.parse(lease.to) : now);
  const end = Math.max(...ends, from + 1);
  const x = at => (at - from) / (end - from) * WIDTH;
  const drawn = s('svg', {class: 'life', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, height: HEIGHT, preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    s('line', {class: 'frozen', x1: 0, x2: WIDTH, y1: 27, y2: 27, stroke: 'currentColor', 'stroke-width': 3, 'stroke-dasharray': '3 6', 'vector-effect': 'non-scaling-stroke'}));
  leases.forEach((lease, i) => drawn.append(s('rect', {class: 'running', fill: 'currentColor', x: x(Date.parse(lease.from)), y: 12, width: Math.max(2, x(ends[i]) - x(Date.parse(lease.from))), height: 30, rx: 2})));
  const held = leases.reduce((sum, lease, i) => sum + ends[i] - Date.parse(lease.from), 0);
  const slots = new Set(leases.map(lease => lease.slot));
  const frozen = Math.max(0, end - from - held);
  return [drawn, h('p', {class: 'said'}, `${moment(leases[0].from)} to ${leases.at(-1).to ? moment(leases.at(-1).to) : 'now'}: ran ${duration(held / 1000)} in ${leases.length} ${leases.length === 1 ? 'stretch' : 'stretches'} on ${[...slots].join(', ')}${leases.length > 1 ? `, frozen for ${duration(frozen / 1000)} between them` : ''}.`),
    h('details', null, h('summary', null, 'The same as a table'), table('Leases', [{name: 'Slot'}, {name: 'From'}, {name: 'For', num: true}, {name: 'Epochs'}, {name: 'Fence', num: true}],
      leases.map((lease, i) => [lease.slot, moment(lease.from), lease.to ? duration((ends[i] - Date.parse(lease.from)) / 1000) : 'still', `${lease.fromEpoch} – ${lease.toEpoch}`, lease.fence])))];
}
