// The plan as the page holds it: columns as the server sends them, and which rows are seen.

export const SUMMARY = 1;
export const MILESTONE = 2;
export const MANUAL = 4;
export const INACTIVE = 8;
export const CRITICAL = 16;
export const ELAPSED = 32;
export const EXTERNAL = 128;

export class Plan {
  // columns: one list per fact, one entry per task, in outline order.
  constructor(columns) {
    this.folded = new Set(); // uids, so that it survives rows that come and go
    this.isWanted = null;
    this.take(columns);
  }

  take(columns) {
    this.columns = columns;
    this.levels = columns.level;
    this.rowOf = new Map(columns.uid.map((uid, row) => [uid, row]));
    this.parents = parentsOf(this.levels);
    this.takeLinks(columns.links);
    this.refresh();
  }

  takeLinks(links) {
    this.columns.links = links;
    this.linksInto = new Map();
    for (const link of links) {
      if (!this.linksInto.has(link[1])) this.linksInto.set(link[1], []);
      this.linksInto.get(link[1]).push(link);
    }
  }

  // Takes what differs: per column the rows and their new values.
  change(changes) {
    for (const [name, [rows, values]] of Object.entries(changes)) {
      rows.forEach((row, at) => {
        this.columns[name][row] = values[at];
      });
    }
  }

  get size() {
    return this.columns.uid.length;
  }

  value(row, name) {
    return this.columns[name][row];
  }

  is(row, flag) {
    return (this.columns.flags[row] & flag) !== 0;
  }

  hasParts(row) {
    return (this.levels[row + 1] ?? 0) > this.levels[row];
  }

  // The last row below this one that is a part of it.
  lastPart(row) {
    let last = row;
    while ((this.levels[last + 1] ?? 0) > this.levels[row]) last += 1;
    return last;
  }

  // filter: row → whether it is asked for; null for all. The summaries above what is asked for are seen too.
  filter(isWanted) {
    this.isWanted = isWanted;
    this.refresh();
  }

  fold(row, isFolded) {
    const uid = this.columns.uid[row];
    if (isFolded) this.folded.add(uid);
    else this.folded.delete(uid);
    this.refresh();
  }

  foldTo(depth) {
    this.folded.clear();
    for (let row = 0; row < this.size; row += 1) {
      if (depth && this.levels[row] >= depth && this.hasParts(row)) this.folded.add(this.columns.uid[row]);
    }
    this.refresh();
  }

  refresh() {
    const shown = this.isWanted ? this.withSummaries() : null;
    this.visible = [];
    this.placeOf = new Int32Array(this.size).fill(-1);
    let under = Infinity;
    for (let row = 0; row < this.size; row += 1) {
      if (this.levels[row] > under || (shown && !shown[row])) continue;
      this.placeOf[row] = this.visible.length;
      this.visible.push(row);
      under = this.folded.has(this.columns.uid[row]) && this.hasParts(row) ? this.levels[row] : Infinity;
    }
  }

  withSummaries() {
    const shown = new Uint8Array(this.size);
    for (let row = 0; row < this.size; row += 1) {
      if (!this.isWanted(row)) continue;
      for (let at = row; at >= 0 && !shown[at]; at = this.parents[at]) shown[at] = 1;
    }
    return shown;
  }

  // Unfolds whatever hides a row.
  reveal(row) {
    for (let at = this.parents[row]; at >= 0; at = this.parents[at]) this.folded.delete(this.columns.uid[at]);
    this.refresh();
  }
}

function parentsOf(levels) {
  const parents = new Int32Array(levels.length);
  const open = [];
  levels.forEach((given, row) => {
    const level = Math.min(Math.max(given, 1), open.length + 1);
    parents[row] = level > 1 ? open[level - 2] : -1;
    open.length = level - 1;
    open.push(row);
  });
  return parents;
}
