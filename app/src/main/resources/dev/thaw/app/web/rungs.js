import {h, put, renew, s, table} from './dom.js';
import {number} from './format.js';

const SHOWN = 4;
const ROW = 62;
const BAR = 26;
const LEFT = 58;
const RIGHT = 66;
const PARTS = [['promoted', 'completed', 'promoted'], ['waiting', 'frozen', 'frozen here'], ['onTheWay', 'running', 'on the way'], ['lost', 'failed', 'lost']];

/** Brackets as ladders: how many trials reached each rung, and how many of them went up. */
export function ladders(status, signal) {
  const body = h('div', {class: 'ladders'});
  const said = h('p', {class: 'said'});
  const rows = h('details', {ontoggle: draw}, h('summary', null, 'The same as a table'));
  const cells = h('div');
  rows.append(cells);
  const more = h('button', {type: 'button', hidden: true, onclick: () => { all = true; draw(); }}, 'All brackets');
  let all = false;
  const element = h('section', {class: 'card', 'aria-label': 'Rungs and brackets'}, h('div', {class: 'head'}, h('h2', null, 'Rungs and brackets'), h('div', {class: 'tools'}, more)),
    h('p', {class: 'soft small'}, 'Read from below: a trial climbs when it is among the best of its rung. The ribbon is those that were promoted.'),
    h('ul', {class: 'legend', style: 'margin:0 0 .6rem'}, PARTS.map(([, state, text]) => h('li', null, h('span', {class: state}, h('i', {class: 'swatch box', 'aria-hidden': 'true'})), text))),
    body, said, rows);
  const resized = new ResizeObserver(() => draw());
  resized.observe(body);
  signal.addEventListener('abort', () => resized.disconnect());
  draw();
  return {element, draw};

  function draw() {
    const rungs = status().rungs ?? [];
    const brackets = [...Map.groupBy(rungs, rung => rung.bracket)].toSorted((a, b) => b[0] - a[0]);
    const shown = all ? brackets : brackets.slice(0, SHOWN);
    more.hidden = brackets.length <= SHOWN || all;
    more.textContent = `All ${brackets.length} brackets`;
    const columns = shown.length > 1 && body.clientWidth > 690 ? Math.floor(body.clientWidth / 345) : 1;
    const width = Math.max(230, Math.min(body.clientWidth / columns - 26 * (columns > 1), 640) || 330);
    body.classList.toggle('one', shown.length < 2);
    put(body, shown.map(([number, list]) => h('div', {class: 'ladder'}, brackets.length > 1 ? h('h3', null, `Bracket ${number}`) : null, ladder(list, width))));
    said.textContent = rungs.length === 0 ? 'This study has no rungs.' : words(shown[0]);
    if (rows.open) renew(cells, tableOf(rungs));
  }
}

function words([bracket, rungs]) {
  const steps = rungs.slice(0, -1).map(rung => `${rung.promoted} of ${rung.arrived} went on from ${rung.epochs}`);
  return `Bracket ${bracket}: ${steps.join(', ')}; ${rungs.at(-1).arrived} reached ${rungs.at(-1).epochs}.`;
}

function ladder(rungs, width) {
  const room = width - LEFT - RIGHT;
  const most = Math.max(1, ...rungs.map(rung => rung.arrived + rung.onTheWay + rung.lost));
  const scale = n => n * room / most;
  const height = ROW * rungs.length - (ROW - BAR) + 6;
  const y = index => height - 4 - BAR - index * ROW;
  const drawn = s('svg', {viewBox: `0 0 ${width} ${height}`, height, role: 'img', 'aria-label': words([rungs[0].bracket, rungs])});
  rungs.forEach((rung, index) => {
    if (index + 1 < rungs.length && rung.promoted > 0) {
      const to = scale(Math.max(rungs[index + 1].arrived + rungs[index + 1].onTheWay + rungs[index + 1].lost, 0));
      const from = scale(rung.promoted);
      const [low, high] = [y(index), y(index + 1) + BAR];
      const middle = (low + high) / 2;
      drawn.append(s('path', {class: 'completed', fill: 'currentColor', opacity: .18,
        d: `M${LEFT},${low}C${LEFT},${middle} ${LEFT},${middle} ${LEFT},${high}L${LEFT + to},${high}C${LEFT + to},${middle} ${LEFT + from},${middle} ${LEFT + from},${low}Z`}));
      drawn.append(s('text', {class: 'soft', x: LEFT + Math.max(scale(rung.promoted), to) + 8, y: middle + 4}, `↑ ${number(rung.promoted)}`));
    }
  });
  rungs.forEach((rung, index) => {
    let x = LEFT;
    const top = index + 1 === rungs.length;
    for (const [key, state, text] of PARTS) {
      const n = rung[key] ?? 0;
      if (n === 0) continue;
      const shown = top && key === 'waiting' ? 'completed' : state;
      drawn.append(s('rect', {class: shown, fill: 'currentColor', x, y: y(index), width: Math.max(scale(n) - 1, 1.5), height: BAR, rx: 2, opacity: key === 'promoted' ? .55 : .95}, s('title', null, `${n} ${top && key === 'waiting' ? 'completed' : text}`)));
      x += scale(n);
    }
    drawn.append(s('text', {x: LEFT - 8, y: y(index) + 17, 'text-anchor': 'end', 'font-weight': 600}, rung.epochs));
    drawn.append(s('text', {x: Math.max(x, LEFT) + 8, y: y(index) + 12}, `${number(rung.arrived)}`));
    drawn.append(s('text', {class: 'soft', x: Math.max(x, LEFT) + 8, y: y(index) + 26}, rung.best === null || rung.best === undefined ? '' : number(rung.best)));
  });
  return drawn;
}

function tableOf(rungs) {
  return table('Rungs', [{name: 'Bracket', num: true}, {name: 'Level', num: true}, {name: 'Arrived', num: true}, {name: 'Promoted', num: true}, {name: 'Frozen', num: true}, {name: 'On the way', num: true}, {name: 'Lost', num: true}, {name: 'Best', num: true}],
    rungs.map(rung => [rung.bracket, rung.epochs, rung.arrived, rung.promoted, rung.waiting, rung.onTheWay, rung.lost, number(rung.best)]));
}
