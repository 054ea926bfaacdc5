import {h, table} from './dom.js';
import {count, number} from './format.js';

/** The Pareto front: trials of which none is better than another in every objective. */
export function frontCard(name, front) {
  const to = trial => `#/studies/${encodeURIComponent(name)}/trials/${trial}`;
  const metrics = front.objectives.map(objective => objective.metric);
  return h('details', {'aria-label': 'Pareto front', style: 'margin-top:1rem'}, h('summary', null, `Pareto front: ${count(front.trials.length, 'trial')}`),
    front.trials.length === 0 ? h('p', {class: 'soft'}, 'No trial keeps all constraints yet.')
      : table('None is better than another in every objective', [{name: 'Trial'}, {name: 'Epoch', num: true}, ...front.objectives.map(one => ({name: `${one.metric} (${one.goal})`, num: true}))],
        front.trials.map(one => [h('a', {href: to(one.trial)}, one.trial), number(one.epoch), ...metrics.map(metric => number(one.values[metric]))])));
}
