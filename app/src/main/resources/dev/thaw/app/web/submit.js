import {post, whoami} from './api.js';
import {h, put} from './dom.js';
import {failed} from './states.js';

const DRAFT = 'thaw-draft';
const EXAMPLE = `study: my-study
objective: {metric: error, goal: minimize}
parameters:
  learning_rate: {type: real, min: 1e-4, max: 1e-1, scale: log}
fidelity: {name: epochs, min: 1, max: 27}
trainer: {name: process, command: [python3, train.py]}
resources: {slots: 2}
budget: {trials: 50}
`;

/** A form for a spec in YAML; what the server finds wrong is shown with its lines. */
export async function show({main, title}) {
  title('Submit a study');
  const may = (await whoami()).scopes.includes('submit');
  const field = h('textarea', {id: 'spec', name: 'spec', spellcheck: 'false', value: sessionStorage.getItem(DRAFT) ?? EXAMPLE,
    'aria-describedby': 'spec-help', oninput: () => sessionStorage.setItem(DRAFT, field.value)});
  const file = h('input', {type: 'file', accept: '.yaml,.yml,.json', onchange: async () => {
    if (file.files[0]) field.value = await file.files[0].text();
  }});
  const answer = h('div', {'aria-live': 'polite'});
  const send = h('button', {class: 'main', type: 'submit', disabled: !may}, 'Submit');
  put(main, h('h1', null, 'Submit a study'),
    h('p', {class: 'soft', id: 'spec-help'}, 'A spec in YAML or JSON. It runs as soon as it gets slots; handing in the same spec twice changes nothing.'),
    may ? null : h('p', {class: 'notice warn'}, 'Your token may look, but not submit.'), answer,
    h('form', {class: 'card', onsubmit: submit},
      h('label', {class: 'stack', for: 'spec'}, 'Spec', field),
      h('div', {class: 'row', style: 'margin-top:.8rem'}, send, h('label', null, 'or from a file', file))));

  async function submit(event) {
    event.preventDefault();
    send.disabled = true;
    const json = field.value.trimStart().startsWith('{');
    try {
      const made = await post('studies', field.value, json ? 'application/json' : 'application/yaml');
      sessionStorage.removeItem(DRAFT);
      location.hash = `#/studies/${encodeURIComponent(made.study)}`;
    } catch (problem) {
      put(answer, problem.errors.length ? findings(problem) : failed(problem));
    } finally {
      send.disabled = !may;
    }
  }

  function findings(problem) {
    return h('div', {class: 'notice bad', role: 'alert'}, h('h2', null, problem.errors.length === 1 ? 'One thing is wrong with the spec' : `${problem.errors.length} things are wrong with the spec`),
      h('ul', {class: 'errors'}, problem.errors.map(error => h('li', null,
        error.line ? h('button', {type: 'button', onclick: () => select(error.line)}, `line ${error.line}`) : null, ' ',
        error.path ? h('code', null, error.path) : null, error.path ? ': ' : null, error.message,
        error.advice ? h('span', {class: 'soft'}, ` ${error.advice}`) : null))));
  }

  function select(line) {
    const lines = field.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    field.focus();
    field.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
    field.scrollTop = Math.max(0, line - 5) * parseFloat(getComputedStyle(field).lineHeight);
  }
}
