import {throttled} from './dom.js';
import {stateOf} from './format.js';

const DECISIONS_KEPT = 300;
const ENDED = ['completed', 'stopped', 'failed', 'infeasible'];
/** So many make room at once: looking through all for each new one would be slow. */
const FORGOTTEN = 64;

/**
 * What is known of a study here: a sample of its curves, and what the events changed since. The best is
 * what the server says is the best: it knows the constraints. Listeners are called once for many events.
 */
export class Store {
  constructor(curves, best = null) {
    Object.assign(this, {row: curves.row, study: curves.study, metric: curves.metric, goal: curves.goal, fidelity: curves.fidelity, maximum: curves.maximum});
    this.trials = new Map();
    this.total = curves.total;
    this.limit = Math.max(curves.trials.length, 2000);
    this.best = best && {trial: best.trial, value: best.value};
    this.news = [];
    this.version = 0;
    this.listeners = new Set();
    this.changed = throttled(() => this.listeners.forEach(listener => listener(this)), 250);
    for (const trial of curves.trials) {
      const last = trial.first + trial.values.length - 1;
      this.trials.set(trial.trial, {...trial, values: trial.values.map(value => typeof value === 'number' ? value : null), resumes: trial.resumes ?? [],
        forecast: trial.forecast?.filter(point => point.epoch > last), running: stateOf(trial.status).word === 'running'});
    }
  }

  get sampled() {
    return this.total > this.trials.size;
  }

  listen(listener, signal) {
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener));
  }

  better(a, b) {
    return this.goal === 'maximize' ? a > b : a < b;
  }

  bestOf(trial) {
    let best = null;
    for (const value of trial.values) if (value !== null && (best === null || this.better(value, best))) best = value;
    return best;
  }

  /** Takes what one row of the journal changed. */
  take(row) {
    if (row.row <= this.row) return;
    this.row = row.row;
    for (const event of row.events) this.apply(event, row.at);
    this.version++;
    this.changed();
  }

  apply(event, at) {
    const trial = this.trials.get(event.trial);
    switch (event.kind) {
      case 'trial': this.add(event); break;
      case 'epoch': this.epoch(trial, event); break;
      case 'status': if (trial) this.status(trial, event.status); break;
      case 'best': this.best = {trial: event.trial, value: event.value}; break;
      case 'lease': if (trial) this.lease(trial, event); break;
      case 'rung': if (trial) trial.rung = event.rung; break;
      case 'decision':
        this.news.unshift({...event, at: event.at ?? at, kind: event.decision ?? event.what ?? 'decision'});
        this.news.length = Math.min(this.news.length, DECISIONS_KEPT);
        if (trial) this.foresee(trial, event.reason?.evidence?.forecasts);
        break;
      default: break;
    }
  }

  add(event) {
    if (this.trials.has(event.trial)) return;
    this.total++;
    if (this.trials.size >= this.limit) this.forget();
    this.trials.set(event.trial, {trial: event.trial, status: 'created', bracket: event.bracket, parent: event.parent, parameters: event.parameters ?? {}, values: [], first: 1, resumes: [], running: false});
  }

  /**
   * The sample stays as large as it was: the oldest that were given up make room, then the oldest of
   * all that hold no slot; the best stays.
   */
  forget() {
    const spare = [];
    const others = [];
    for (const [number, trial] of this.trials) {
      if (number === this.best?.trial || trial.running) continue;
      if (['stopped', 'failed', 'infeasible'].includes(trial.status)) spare.push(number); else others.push(number);
    }
    for (const number of [...spare, ...others].slice(0, FORGOTTEN)) this.trials.delete(number);
  }

  /** It went on from its checkpoint; a server that does not say from where is not believed to know. */
  lease(trial, event) {
    trial.running = event.what !== 'ended';
    if (event.what === 'granted' && event.why === 'thawed' && event.from !== undefined && trial.resumes.at(-1) !== event.from) trial.resumes.push(event.from);
  }

  /** What the adviser expects of a trial since it decided for it. */
  foresee(trial, forecasts) {
    const last = trial.first + trial.values.length - 1;
    if (forecasts?.length) trial.forecast = forecasts.filter(point => point.epoch > last);
  }

  epoch(trial, event) {
    if (!trial) return;
    const at = event.epoch - trial.first;
    if (at < 0) return;
    while (trial.values.length < at) trial.values.push(null);
    trial.values[at] = typeof event.value === 'number' ? event.value : null;
    if (trial.forecast) trial.forecast = trial.forecast.filter(point => point.epoch > event.epoch);
  }

  status(trial, status) {
    // A lease that ends late freezes nothing that has ended meanwhile.
    if (status === 'paused' && ENDED.includes(trial.status)) return;
    trial.status = status;
    trial.running = stateOf(status).word === 'running';
    if (ENDED.includes(status)) trial.forecast = undefined;
  }
}
