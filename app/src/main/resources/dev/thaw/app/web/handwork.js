import {post, study, whoami} from './api.js';
import {ask} from './actions.js';
import {h, put} from './dom.js';
import {number} from './format.js';

const ENDED = ['completed', 'stopped', 'failed', 'infeasible'];

/** Shows something to those whose token may change studies, and nothing to others. */
function forThoseWhoMay(place, fill) {
  whoami().then(me => { if (me.scopes.includes('submit')) put(place, fill()); }).catch(() => {});
  return place;
}

/** What can be done by hand to one trial; `show` draws the buttons again for the state it is in. */
export function trialButtons(name, trial, done) {
  const place = h('div', {class: 'row actions'});
  const path = () => `${study(name)}/trials/${trial().trial}`;
  const show = () => forThoseWhoMay(place, () => [
    trial().epochs > 0 ? h('button', {type: 'button', onclick: fork}, 'Fork …') : null,
    ENDED.includes(trial().status) ? null : h('button', {type: 'button', class: 'danger', onclick: stop}, 'Stop')]);
  show();
  return {element: place, show};

  function stop() {
    ask(`Stop trial ${trial().trial}?`, [h('p', null, 'It ends for good after the epoch that it trains, and gives back its slot. What it has learnt stays.')], 'Stop', 'danger',
      key => post(`${path()}/stop`, undefined, '', key), done);
  }

  function fork() {
    const fields = Object.entries(trial().parameters).map(([parameter, value]) => [parameter, value, h('input', {name: parameter, value: String(value), autocomplete: 'off'})]);
    ask(`Fork trial ${trial().trial}`, [h('p', null, 'Another trial goes on from its newest checkpoint, to the end, with the values that you change here.'),
      h('div', {class: 'fields'}, fields.map(([parameter, , input]) => h('label', {class: 'stack'}, parameter, input)))], 'Fork', 'main', key => {
      const values = Object.fromEntries(fields.filter(([, value, input]) => input.value.trim() !== String(value)).map(([parameter, value, input]) => [parameter, read(parameter, value, input.value.trim())]));
      if (Object.keys(values).length === 0) throw new Error('Change at least one value: the same again would learn nothing new.');
      return post(`${path()}/fork`, {values}, 'application/json', key);
    }, done);
  }
}

/** The text of a field as what the parameter is: a number, true or false, or a text. */
function read(parameter, like, text) {
  if (typeof like === 'boolean') return text === 'true';
  if (typeof like !== 'number') return text;
  if (text === '' || !Number.isFinite(Number(text))) throw new Error(`${parameter} (${text}) must be a number.`);
  return Number(text);
}

/** Buttons that narrow the space of a study, one for each parameter. */
export function narrowing(name, parameters, done) {
  const card = h('section', {class: 'card', 'aria-label': 'Narrow the space', hidden: true});
  return forThoseWhoMay(card, () => {
    card.hidden = false;
    return [h('div', {class: 'head'}, h('h2', null, 'Narrow the space')),
      h('p', {class: 'soft small'}, 'New trials take values from the narrower space; those that there are go on.'),
      h('div', {class: 'row'}, Object.entries(parameters).map(([parameter, known]) => h('button', {type: 'button', onclick: () => narrow(name, parameter, known, done)}, `Narrow ${parameter} …`)))];
  });
}

function narrow(name, parameter, known, done) {
  const again = h('p', null, 'All as before, or nothing at all, allows the whole space again.');
  const [body, wish] = known.values ? chosen(known.values) : between(parameter, known);
  ask(`Narrow ${parameter}`, [body, again], 'Narrow', 'main', key => post(`${study(name)}/narrow`, {parameter, ...wish()}, 'application/json', key), done);
}

function chosen(values) {
  const boxes = values.map(value => [value, h('input', {type: 'checkbox', checked: true})]);
  return [h('div', {class: 'fields'}, boxes.map(([value, box]) => h('label', null, box, String(value)))), () => {
    const kept = boxes.filter(([, box]) => box.checked).map(([value]) => value);
    return kept.length === 0 || kept.length === values.length ? {} : {values: kept};
  }];
}

function between(parameter, known) {
  const [min, max] = ['min', 'max'].map(end => h('input', {name: end, value: String(known[end]), autocomplete: 'off'}));
  const fields = h('div', {class: 'fields'}, h('label', {class: 'stack'}, `From (${number(known.min)} at least)`, min), h('label', {class: 'stack'}, `To (${number(known.max)} at most)`, max));
  return [fields, () => {
    const [low, high] = [min, max].map(input => input.value.trim());
    if (low === '' && high === '') return {};
    const limits = {min: read('min', 0, low || String(known.min)), max: read('max', 0, high || String(known.max))};
    return limits.min === known.min && limits.max === known.max ? {} : limits;
  }];
}
