import {h, table} from './dom.js';
import {count, number, percent} from './format.js';

/** What the server claims, by parameter; nothing if it was not asked or is silent. */
export function claims(answer) {
  return {
    trials: answer.trials, explained: answer.explained, silence: answer.silence,
    parameters: (answer.shares ?? []).map(share => ({name: share.parameter, share: share.total, alone: share.alone, trials: share.trials})),
  };
}

/** How much of the differences between trials each parameter explains. */
export function importance(shares) {
  const list = shares.parameters;
  const card = h('section', {class: 'card', 'aria-label': 'Importance of parameters'}, h('div', {class: 'head'}, h('h2', null, 'Which parameters matter')),
    h('p', {class: 'soft small'}, 'The share of the differences between trials that a parameter explains, with all that it does together with others; the mark is what it explains by itself.'));
  if (list.length === 0) {
    card.append(h('p', {class: 'empty'}, shares.silence ? `Nothing can be claimed: ${shares.silence}.` : 'There are too few trials to tell.'));
    return card;
  }
  const most = Math.max(...list.map(share => share.share), 1e-9);
  const at = value => `${100 * Math.max(0, Math.min(1, value / most))}%`;
  card.append(h('ul', {class: 'shares'}, list.map(share => h('li', null, h('span', {class: 'name', title: share.name}, share.name),
    h('span', {class: 'track', 'aria-hidden': 'true'}, h('i', {class: 'fill', style: `width:${at(share.share)}`}),
      h('i', {class: 'whisker', style: `left:0;width:${at(share.alone)}`})),
    h('span', {class: 'num small'}, percent(share.share))))),
  h('p', {class: 'said'}, `${list[0].name} matters most, ${percent(list[0].share)}${shares.trials ? `; from ${count(shares.trials, 'trial')}` : ''}.${firm(shares.explained)}`),
  h('details', null, h('summary', null, 'The same as a table'), table('Importance', [{name: 'Parameter'}, {name: 'With others', num: true}, {name: 'By itself', num: true}, {name: 'Trials', num: true}],
    list.map(share => [share.name, percent(share.share), percent(share.alone), number(share.trials)]))));
  return card;
}

/** How far the claim can be trusted: how well trials that were left out are foretold. */
function firm(explained) {
  return typeof explained === 'number' ? ` The model behind this foretells ${percent(Math.max(0, explained))} of the differences between trials that it was not shown.` : '';
}
