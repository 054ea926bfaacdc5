import {newKey, post, study, whoami} from './api.js';
import {h, put} from './dom.js';
import {failed} from './states.js';

const LIMITS = {trials: ['Trials', '+50'], epochs: ['Epochs', '+5000'], wallSeconds: ['Wall-clock time', '+2h', 'wallClock'], gpuSeconds: ['GPU hours', '+10', 'gpuHours'], cost: ['Cost', '+20'], deadline: ['Deadline', '07:00']};

/** The buttons that change a study, for those who may. Each asks first; its key makes it happen once. */
export function buttons(name, summary, done) {
  const place = h('div', {class: 'row'});
  whoami().then(me => {
    if (!me.scopes.includes('submit')) {
      put(place, h('span', {class: 'soft small'}, `${me.name} may look, not change.`));
      return;
    }
    const s = summary();
    const ended = s.state === 'ended';
    put(place,
      ended ? null : s.paused ? act('Resume', 'main', 'Its trials thaw from their checkpoints as slots come free.', 'resume')
        : act('Pause', '', 'Running trials write a checkpoint and give back their slots. Nothing is lost.', 'pause'),
      h('button', {type: 'button', onclick: extend}, 'Extend …'),
      ended ? null : act('Stop', 'danger', 'The study ends: running trials write a checkpoint and give back their slots. Nothing is deleted, and an extension lets it go on.', 'stop'));
  }).catch(() => {});
  return place;

  function act(text, look, what, command) {
    return h('button', {type: 'button', class: look, onclick: () => ask(`${text} ${name}?`, [h('p', null, what)], text, look,
      key => post(`${study(name)}/${command}`, undefined, '', key), done)}, text);
  }

  function extend() {
    const budget = summary().budget;
    const limited = Object.keys(LIMITS).filter(limit => budget[limit] !== null && budget[limit] !== undefined);
    const inputs = limited.map(limit => [LIMITS[limit][2] ?? limit, h('input', {name: limit, placeholder: LIMITS[limit][1], autocomplete: 'off'}), LIMITS[limit][0]]);
    const body = limited.length === 0 ? [h('p', null, 'The budget has no limit that could be extended.')]
      : [h('p', null, 'With a sign an amount is added, without one it is the new limit. What is left empty stays.'),
        h('div', {class: 'fields'}, inputs.map(([, input, text]) => h('label', {class: 'stack'}, text, input)))];
    ask(`Extend the budget of ${name}`, body, 'Extend', 'main', key => {
      const change = Object.fromEntries(inputs.filter(([, input]) => input.value.trim()).map(([field, input]) => [field, input.value.trim()]));
      return post(`${study(name)}/extend`, change, 'application/json', key);
    }, done, limited.length > 0);
  }
}

/** A dialog; its key is the same however often the button is pressed until the server has answered. */
export function ask(title, body, text, look, send, done, possible = true) {
  const key = newKey();
  const answer = h('div');
  const yes = h('button', {type: 'submit', class: look || 'main', disabled: !possible}, text);
  const dialog = h('dialog', {'aria-labelledby': 'ask-title', onclose: () => dialog.remove()},
    h('form', {onsubmit: async event => {
      event.preventDefault();
      yes.disabled = true;
      try {
        await send(key);
        dialog.close();
        done(`${text}: done.`);
      } catch (problem) {
        put(answer, failed(problem));
        yes.disabled = false;
      }
    }}, h('h2', {id: 'ask-title'}, title), body, answer,
    h('div', {class: 'row end'}, h('button', {type: 'button', onclick: () => dialog.close()}, 'Cancel'), yes)));
  document.body.append(dialog);
  dialog.showModal();
}
