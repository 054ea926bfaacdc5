import {h, put, renew} from './dom.js';
import {count, duration, moment, number, percent, studyTag, words} from './format.js';
import {frontCard} from './front.js';
import {buttons} from './actions.js';

const PARTS = [['running', 'running', 'running'], ['paused', 'frozen', 'frozen'], ['completed', 'completed', 'completed'], ['stopped', 'stopped', 'stopped'], ['failed', 'failed', 'failed'], ['infeasible', 'failed', 'infeasible']];

/** What a study is, how far it is, what it may still spend and when it will end. */
export function header(name, first, refresh) {
  let summary = first;
  let shownFor = null;
  const title = h('h1', null, name);
  const tag = h('span');
  const place = h('div', {class: 'push row end actions'});
  const waiting = h('div');
  const facts = h('dl', {class: 'facts'});
  const trials = h('div', {style: 'margin-top:1rem'});
  const front = h('div');
  const said = h('p', {class: 'hidden', role: 'status'});
  const element = h('div', null, h('div', {class: 'row'}, title, tag, place), waiting, facts, trials, front, said);
  show(first);
  return {element, show};

  function show(next) {
    summary = next;
    put(tag, studyTag(summary.state, summary.paused));
    const kind = `${summary.state} ${summary.paused}`;
    if (kind !== shownFor) {
      shownFor = kind;
      put(place, buttons(name, () => summary, text => { said.textContent = text; refresh(); }));
    }
    renew(waiting, notice(summary), wrong(summary));
    renew(facts, ...list(summary));
    renew(front, summary.front ? frontCard(summary.study, summary.front) : null);
    put(trials, split(summary.trials));
  }
}

function notice(s) {
  if (s.closedAt) return h('p', {class: 'notice', style: 'margin-top:1rem'}, s.paused ? `Paused since ${moment(s.closedAt)}. Its trials are frozen in their checkpoints.` : `Frozen outside of its hours since ${moment(s.closedAt)}.`);
  if (s.state === 'running' && s.slots === 0) return h('p', {class: 'notice warn', style: 'margin-top:1rem'}, 'It waits for slots: no worker has joined, or other studies have them all.');
  return null;
}

/** What went wrong, if anything did: failures of trials, and slots that are out of use. */
function wrong(s) {
  const lines = [];
  if (s.best?.breaksConstraints) lines.push('The best trial breaks constraints on metrics, as every other does.');
  for (const one of s.quarantined ?? []) lines.push(`Slot ${one.slot} is out of use: ${one.reason}.`);
  const f = s.failures;
  const newest = f ? h('p', null, `${count(f.trials, 'trial')} had failures; the newest is `, h('a', {href: to(s, f.trial)}, `trial ${f.trial}`), `, ${words(f.kind)}: ${f.message.split('\n').at(-1)}`) : null;
  return lines.length || newest ? h('div', {class: 'notice warn', style: 'margin-top:1rem'}, lines.map(line => h('p', null, line)), newest) : null;
}

function to(s, trial) {
  return `#/studies/${encodeURIComponent(s.study)}/trials/${trial}`;
}

function fact(name, value, more, share) {
  return h('div', null, h('dt', null, name), h('dd', null, value, more ? h('small', null, more) : null,
    share === undefined || share === null ? null : h('div', {class: 'meter', 'aria-hidden': 'true'}, h('i', {style: `width:${Math.min(100, 100 * share)}%`}))));
}

function list(s) {
  const facts = [];
  const b = s.best;
  facts.push(fact(`best ${s.metric}`, b ? number(b.value) : '–', b ? h('a', {href: to(s, b.trial)}, `trial ${b.trial}, epoch ${b.epoch}`) : s.goal));
  const r = s.recommended;
  if (r) facts.push(fact('to take, allowing for noise', h('a', {href: to(s, r.trial)}, `trial ${r.trial}`), `${number(Math.min(r.low, r.high))} to ${number(Math.max(r.low, r.high))} at epoch ${r.epoch}`));
  const w = s.confirmed;
  if (typeof w?.mean === 'number') facts.push(fact(`trial ${w.winner} with other seeds`, number(w.mean), typeof w.deviation === 'number' ? `± ${number(w.deviation)}, ${count(w.seeds, 'seed')}` : null));
  if (s.baseline) facts.push(fact('baseline', number(s.baseline.value), 'the default configuration'));
  facts.push(...budget(s));
  facts.push(fact('slots', number(s.slots), s.held ? `held for ${duration(s.held.slotSeconds)}` : null));
  const e = s.expected;
  if (s.end) facts.push(fact('ended', words(s.end)));
  else if (e?.endsAbout) facts.push(fact('ends about', moment(e.endsAbout), e.endsAfter && e.endsBefore ? `${moment(e.endsAfter)} to ${moment(e.endsBefore)}` : null));
  if (e && !s.end) facts.push(fact('expected at the end', number(e.median), `${number(Math.min(e.good, e.poor))} to ${number(Math.max(e.good, e.poor))}`));
  if (s.epochs > 0 && s.fullTrainingEpochs > s.epochs) facts.push(fact('epochs saved', percent(1 - s.epochs / s.fullTrainingEpochs), 'against training all to the end'));
  return facts;
}

function budget(s) {
  const limits = s.budget ?? {};
  const facts = [];
  const spent = (name, used, limit, show) => facts.push(fact(name, show(used), `of ${show(limit)}; ${show(Math.max(0, limit - used))} left`, used / limit));
  if (limits.trials) spent('trials', s.trials.started, limits.trials, number);
  else facts.push(fact('trials', number(s.trials.started)));
  if (limits.epochs) spent('epochs', s.epochs, limits.epochs, number);
  else facts.push(fact('epochs', number(s.epochs)));
  if (limits.wallSeconds) spent('time', s.wallSeconds, limits.wallSeconds, duration);
  else facts.push(fact('time', duration(s.wallSeconds), limits.deadline ? `until ${moment(limits.deadline)}` : null));
  if (limits.gpuSeconds) spent('GPU time', s.held?.gpuSeconds ?? 0, limits.gpuSeconds, duration);
  if (limits.cost && s.held?.cost !== null) spent('cost', s.held?.cost ?? 0, limits.cost, value => `${value.toFixed(2)} ${limits.currency ?? ''}`);
  return facts;
}

function split(trials) {
  const shown = PARTS.filter(([key]) => trials[key] > 0);
  return [h('div', {class: 'split', 'aria-hidden': 'true'}, shown.map(([key, state]) => h('i', {class: state, style: `flex:${trials[key]};background:currentColor`}))),
    h('ul', {class: 'legend'}, shown.map(([key, state, word]) => h('li', null, h('span', {class: state}, h('i', {class: 'swatch box', 'aria-hidden': 'true'})), `${number(trials[key])} ${word}`)))];
}
