const KEY = 'thaw-token';
const PATIENCE_MS = 30000;
const BASE = new URL('api/v1/', document.baseURI).href;

/** A refusal of the server, as in RFC 9457. */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || body?.title || `The server answered ${status}.`);
    this.status = status;
    this.errors = body?.errors ?? [];
  }
}

/** Moves a token from the URL's fragment to this tab's memory, so that no history holds it. */
export function adoptToken() {
  const found = /[#&?]token=([^&]+)/.exec(location.hash);
  if (!found) return;
  try { sessionStorage.setItem(KEY, decodeURIComponent(found[1])); } catch { /* no token: the server will ask for one */ }
  const rest = location.hash.replace(/[#&?]token=[^&]+/, '').replace(/^&/, '#');
  history.replaceState(null, '', location.pathname + location.search + (rest || '#/studies'));
}

export function setToken(token) {
  if (token) sessionStorage.setItem(KEY, token); else sessionStorage.removeItem(KEY);
}

export function hasToken() {
  return sessionStorage.getItem(KEY) !== null;
}

export async function request(path, options = {}) {
  const token = sessionStorage.getItem(KEY);
  const headers = {Accept: 'application/json', ...options.headers};
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(BASE + path, {cache: 'no-store', credentials: 'omit', ...options, headers});
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, {detail: failure.name === 'TimeoutError' ? `The server has not answered for ${PATIENCE_MS / 1000} s.\nMaybe it is busy, or too many pages of it are open.` : 'The server cannot be reached.\nMaybe it is restarting.'});
  }
  if (!response.ok) {
    let body = null;
    try { body = await response.json(); } catch { /* no JSON: the status must do */ }
    const problem = new Problem(response.status, body);
    problem.waitMs = 1000 * (Number(response.headers.get('Retry-After')) || 0);
    if (response.status === 401) window.dispatchEvent(new CustomEvent('thaw-login'));
    throw problem;
  }
  return response;
}

/** Gives up with the page that asked, or when the server is silent for too long. */
function patient(signal) {
  const late = AbortSignal.timeout(PATIENCE_MS);
  return signal ? AbortSignal.any([signal, late]) : late;
}

export async function get(path, signal) {
  return (await request(path, {signal: patient(signal)})).json();
}

export async function text(path, signal) {
  return (await request(path, {signal: patient(signal), headers: {Accept: 'text/plain, */*'}})).text();
}

/** Saves what a link could not fetch, since a link sends no token. */
export async function save(path, name) {
  const url = URL.createObjectURL(await (await request(path, {headers: {Accept: '*/*'}})).blob());
  const link = document.createElement('a');
  Object.assign(link, {href: url, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), PATIENCE_MS);
}

/** Sends a change; with the same key it is made once, however often it is sent. */
export async function post(path, body, type = 'application/json', key = newKey()) {
  const headers = {'Idempotency-Key': key};
  if (body !== undefined) headers['Content-Type'] = type;
  const response = await request(path, {method: 'POST', signal: patient(), body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body), headers});
  return response.json().catch(() => ({}));
}

/** crypto.randomUUID is there on secure origins only. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

export const study = name => `studies/${encodeURIComponent(name)}`;

let me;
/** Who asks; a server that cannot tell lets everybody do everything. */
export function whoami() {
  me ??= get('whoami').catch(problem => {
    if (problem.status === 404) return {name: 'anyone', scopes: ['read', 'submit', 'admin']};
    me = undefined;
    throw problem;
  });
  return me;
}

export function forgetWho() {
  me = undefined;
}
