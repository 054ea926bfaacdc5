import {request} from './api.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15000;
const SILENCE_MS = 40000;

/**
 * Follows a study. Reads server-sent events with fetch, since EventSource sends no header, and goes
 * on behind the last row that it saw when the connection breaks.
 */
export function follow(path, after, onRow, onState) {
  let last = after;
  let wait = FIRST_WAIT_MS;
  let stopped = false;
  let abort = new AbortController();

  async function listen() {
    while (!stopped) {
      abort = new AbortController();
      const silence = watchdog(() => abort.abort());
      try {
        const response = await request(`${path}?after=${last}`, {
          signal: abort.signal, headers: {Accept: 'text/event-stream', 'Last-Event-ID': String(last)},
        });
        onState('on');
        await read(response.body, silence.touch, (id, data) => {
          wait = FIRST_WAIT_MS;
          last = id;
          onRow(data);
        });
      } catch (failure) {
        if (stopped) return;
        if (failure.status >= 400 && failure.status < 500) { onState('gone', failure); return; }
        onState('off');
      } finally {
        silence.end();
      }
      if (stopped) return;
      await new Promise(resolve => setTimeout(resolve, wait));
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    }
  }

  listen();
  return () => { stopped = true; abort.abort(); };
}

/** The server sends at least a comment every 15 s; who hears nothing for longer is cut off. */
function watchdog(bark) {
  let timer = setTimeout(bark, SILENCE_MS);
  return {
    touch() { clearTimeout(timer); timer = setTimeout(bark, SILENCE_MS); },
    end() { clearTimeout(timer); },
  };
}

async function read(body, touch, onMessage) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    touch();
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
