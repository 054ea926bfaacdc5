import {throttled} from './dom.js';
import {stateOf} from './format.js';

const DECISIONS_KEPT = 300;
const ENDED = ['completed', 'stopped', 'failed', 'infeasible'];

/**
 * What is known of a study here: a sample of its curves, and what the events changed since. Listeners
 * are called once for many events.
 */
export class Store {
  constructor(curves) {
    Object.assign(this, {row: curves.row, study: curves.study, metric: curves.metric, goal: curves.goal, fidelity: curves.fidelity, maximum: curves.maximum});
    this.trials = new Map();
    this.total = curves.total;
    this.limit = Math.max(curves.trials.length, 2000);
    this.best = null;
    this.news = [];
    this.version = 0;
    this.listeners = new Set();
    this.changed = throttled(() => this.listeners.forEach(listener => listener(this)), 250);
    for (const trial of curves.trials) {
      this.trials.set(trial.trial, {...trial, values: trial.values.map(value => typeof value === 'number' ? value : null), resumes: trial.resumes ?? [], running: stateOf(trial.status).word === 'running'});
      this.improve(this.trials.get(trial.trial));
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

  improve(trial) {
    const value = this.bestOf(trial);
    if (value !== null && (this.best === null || this.better(value, this.best.value))) this.best = {trial: trial.trial, value};
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
      case 'lease': if (trial) trial.running = event.what !== 'ended'; break;
      case 'rung': if (trial) trial.rung = event.rung; break;
      case 'decision':
        this.news.unshift({...event, at: event.at ?? at, kind: event.decision ?? event.what ?? 'decision'});
        this.news.length = Math.min(this.news.length, DECISIONS_KEPT);
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

  /** The sample stays as large as it was: the oldest trial that ended and is not the best makes room. */
  forget() {
    for (const [number, trial] of this.trials) {
      if (number !== this.best?.trial && ['stopped', 'failed', 'infeasible'].includes(trial.status)) {
        this.trials.delete(number);
        return;
      }
    }
  }

  epoch(trial, event) {
    if (!trial) return;
    const at = event.epoch - trial.first;
    if (at < 0) return;
    while (trial.values.length < at) trial.values.push(null);
    trial.values[at] = typeof event.value === 'number' ? event.value : null;
    if (trial.forecast) trial.forecast = trial.forecast.filter(point => point.epoch > event.epoch);
    this.improve(trial);
  }

  status(trial, status) {
    // A lease that ends late freezes nothing that has ended meanwhile.
    if (status === 'paused' && ENDED.includes(trial.status)) return;
    const thawed = stateOf(status).word === 'running' && trial.status === 'paused' && trial.values.length > 0;
    if (thawed) {
      const epoch = trial.first + trial.values.length - 1;
      if (trial.resumes.at(-1) !== epoch) trial.resumes.push(epoch);
    }
    trial.status = status;
    trial.running = stateOf(status).word === 'running';
  }
}
