import {h, table} from './dom.js';
import {count, number, percent} from './format.js';

/** How much of the differences between trials each parameter explains. */
export function importance(shares) {
  const list = shares.parameters ?? [];
  const card = h('section', {class: 'card', 'aria-label': 'Importance of parameters'}, h('div', {class: 'head'}, h('h2', null, 'Which parameters matter')),
    h('p', {class: 'soft small'}, 'The share of the differences between trials that a parameter explains. The whisker is what can be said with the trials so far.'));
  if (list.length === 0) {
    card.append(h('p', {class: 'empty'}, shares.why ?? 'There are too few trials to tell.'));
    return card;
  }
  const most = Math.max(...list.map(share => Math.max(share.share, share.high ?? 0)), 1e-9);
  const at = value => `${100 * Math.max(0, Math.min(1, value / most))}%`;
  card.append(h('ul', {class: 'shares'}, list.map(share => h('li', null, h('span', {class: 'name', title: share.name}, share.name),
    h('span', {class: 'track', 'aria-hidden': 'true'}, h('i', {class: 'fill', style: `width:${at(share.share)}`}),
      share.high === undefined || share.high === null ? null : h('i', {class: 'whisker', style: `left:${at(share.low)};width:calc(${at(share.high)} - ${at(share.low)})`})),
    h('span', {class: 'num small'}, percent(share.share))))),
  h('p', {class: 'said'}, `${list[0].name} matters most, ${percent(list[0].share)}${shares.trials ? `; from ${count(shares.trials, 'trial')}` : ''}.`),
  h('details', null, h('summary', null, 'The same as a table'), table('Importance', [{name: 'Parameter'}, {name: 'Share', num: true}, {name: 'From', num: true}, {name: 'To', num: true}, {name: 'Settled at'}],
    list.map(share => [share.name, percent(share.share), share.low === undefined ? '–' : percent(share.low), share.high === undefined ? '–' : percent(share.high), share.settled === undefined || share.settled === null ? '–' : number(share.settled)]))));
  return card;
}
