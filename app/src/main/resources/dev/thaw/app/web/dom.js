/** Makes an element: h('p', {class: 'soft', onclick: f}, 'text', child, null, [more]). Texts are never read as HTML. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'selected') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Replaces what is in an element. */
export function put(element, ...children) {
  element.replaceChildren(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * Replaces what is in an element while somebody may be reading it: the focus, how far tables are scrolled,
 * and opened details stay. What is the same before and after is known by where it leads, its label or
 * its text.
 */
export function renew(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const opened = new Set(named(element, 'details[open]').keys());
  const scrolled = [...named(element, '.wide')].map(([name, one]) => [name, one.scrollLeft, one.scrollTop]);
  put(element, ...children);
  for (const [name, one] of named(element, 'details')) if (opened.has(name)) one.open = true;
  const places = named(element, '.wide');
  for (const [name, left, top] of scrolled) places.get(name)?.scrollTo({left, top, behavior: 'instant'});
  if (focused) named(element, focused.localName).get(nameOf(focused))?.focus({preventScroll: true});
  return element;
}

function nameOf(one) {
  return one.getAttribute('href') ?? one.getAttribute('aria-label') ?? one.querySelector('summary')?.textContent ?? one.textContent;
}

/** By name; the first of those with the same. */
function named(element, css) {
  const all = new Map();
  for (const one of element.querySelectorAll(css)) {
    const name = nameOf(one);
    if (!all.has(name)) all.set(name, one);
  }
  return all;
}

/** Rows of cells as a table that scrolls by itself; columns are {name, num}. */
export function table(caption, columns, rows) {
  return h('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': caption},
    h('table', null, h('caption', null, caption),
      h('thead', null, h('tr', null, columns.map(column =>
        h('th', {scope: 'col', class: (column.num ? 'num ' : '') + (column.optional ? 'optional' : '')}, column.name)))),
      h('tbody', null, rows.map(cells => h('tr', null, cells.map((cell, i) =>
        h('td', {class: (columns[i].num ? 'num ' : '') + (columns[i].optional ? 'optional' : '')}, cell)))))));
}

/** Runs at most once a frame, and not more often than every `least` ms. */
export function throttled(work, least = 0) {
  let waiting = false;
  let last = -Infinity;
  return () => {
    if (waiting) return;
    waiting = true;
    const go = () => requestAnimationFrame(() => {
      waiting = false;
      last = performance.now();
      work();
    });
    const rest = last + least - performance.now();
    if (rest > 0) setTimeout(go, rest); else go();
  };
}
