import {request} from './api.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15000;
const SILENCE_MS = 40000;

/** Who is told this is not told otherwise by asking again. */
const FINAL = [400, 401, 403, 404, 410];

/**
 * Follows a study. Reads server-sent events with fetch, since EventSource sends no header, and goes
 * on behind the last row that it saw when the connection breaks. A page that nobody sees holds no
 * connection: a browser has only six to a server, for all its tabs together.
 */
export function follow(path, after, onRow, onState) {
  let last = after;
  let wait = FIRST_WAIT_MS;
  let stopped = false;
  let abort = new AbortController();
  let wake = () => {};
  const look = () => { if (document.hidden) abort.abort(); else wake(); };
  const leave = () => abort.abort();
  document.addEventListener('visibilitychange', look);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', look);

  async function listen() {
    while (!stopped) {
      while (document.hidden && !stopped) await rest(LONGEST_WAIT_MS);
      if (stopped) return;
      if (await once()) return;
      if (stopped) return;
      if (!document.hidden) onState('off');
      await rest(wait);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    }
  }

  /** One connection, until it ends; whether that was for good. */
  async function once() {
    abort = new AbortController();
    const silence = watchdog(() => abort.abort());
    try {
      const response = await request(`${path}?after=${last}`, {
        signal: abort.signal, headers: {Accept: 'text/event-stream', 'Last-Event-ID': String(last)},
      });
      onState('on');
      await read(response.body, silence.touch, () => { wait = FIRST_WAIT_MS; }, (id, data) => {
        last = id;
        onRow(data);
      });
    } catch (failure) {
      if (stopped) return true;
      if (FINAL.includes(failure.status)) { onState('gone', failure); return true; }
      wait = Math.max(wait, failure.waitMs ?? 0);
    } finally {
      silence.end();
    }
    return false;
  }

  /** Until the time is over or somebody looks again. */
  function rest(ms) {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms);
      wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  listen();
  return () => {
    stopped = true;
    abort.abort();
    wake();
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', look);
  };
}

/** The server sends at least a comment every 15 s; who hears nothing for longer is cut off. */
function watchdog(bark) {
  let timer = setTimeout(bark, SILENCE_MS);
  return {
    touch() { clearTimeout(timer); timer = setTimeout(bark, SILENCE_MS); },
    end() { clearTimeout(timer); },
  };
}

async function read(body, touch, onHeard, onMessage) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    touch();
    onHeard();
    const blocks = (rest + value.replaceAll('\r\n', '\n')).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const message = parse(block);
      if (message) onMessage(message.id, message.data);
    }
  }
}

export function parse(block) {
  let id = null;
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('id:')) id = line.slice(3).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).trim());
  }
  return data.length === 0 ? null : {id: Number(id), data: JSON.parse(data.join('\n'))};
}
