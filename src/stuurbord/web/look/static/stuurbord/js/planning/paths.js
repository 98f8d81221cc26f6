// Which tasks hold a task where it is, and which it holds: the links that set a start, forwards and back.

// Returns the rows on the driving path through a row: {rows: Set, links: Set of indices}.
export function drivingPath(plan, row) {
  const [into, outOf] = [new Map(), new Map()];
  plan.columns.links.forEach(([before, after, , , , drives], at) => {
    if (!drives) return;
    push(into, after, [before, at]);
    push(outOf, before, [after, at]);
  });
  const found = { rows: new Set([row]), links: new Set() };
  walk(into, row, found);
  walk(outOf, row, found);
  return found;
}

function walk(next, row, found) {
  const waiting = [row];
  const seen = new Set(waiting);
  while (waiting.length) {
    for (const [other, link] of next.get(waiting.pop()) ?? []) {
      found.links.add(link);
      found.rows.add(other);
      if (!seen.has(other)) {
        seen.add(other);
        waiting.push(other);
      }
    }
  }
}

function push(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}
