// The plan as the page holds it: columns as the server sends them, and which rows are seen.
import { grouped } from "./grouping.js";

const DAY = 86400;

export const SUMMARY = 1;
export const MILESTONE = 2;
export const MANUAL = 4;
export const INACTIVE = 8;
export const CRITICAL = 16;
export const ELAPSED = 32;
export const LEGAL = 64;
export const EXTERNAL = 128;

export class Plan {
  // columns: one list per fact, one entry per task, in outline order; they become this plan's own.
  constructor(columns) {
    this.folded = new Set(); // uids, so that it survives rows that come and go
    this.isWanted = null;
    this.grouping = null;
    this.changed = {};
    this.take(columns);
  }

  // Returns the same plan, to be changed without touching this one; it is not put in order again for that.
  twin() {
    const made = Object.create(Plan.prototype);
    const given = copied(this.given);
    return Object.assign(made, this, { given, columns: given, levels: given.level, folded: new Set(this.folded) });
  }

  // Takes a whole plan, or the same with other rows.
  take(columns) {
    this.given = columns;
    this.changed = {};
    this.arrange();
  }

  // Takes what differs from another plan with the same rows: per column the rows and their new values.
  // What was taken that way before is undone first.
  differ(base, changes, links) {
    for (const [name, [rows]] of Object.entries(this.changed)) {
      for (const row of rows) this.given[name][row] = base.given[name][row];
    }
    for (const [name, [rows, values]] of Object.entries(changes)) {
      rows.forEach((row, at) => {
        this.given[name][row] = values[at];
      });
    }
    this.changed = changes;
    const now = links ?? base.given.links;
    const isSame = now === this.given.links;
    this.given.links = now;
    if (this.grouping || !isSame || changes.level) this.arrange();
    else if (this.isWanted) this.refresh();
  }

  // by: see grouped; null: as the outline has it.
  group(by, words) {
    this.grouping = by ? { by, words } : null;
    this.arrange();
  }

  arrange() {
    const { given, grouping } = this;
    this.columns = grouping ? grouped(given, grouping.by, grouping.words) : given;
    this.levels = this.columns.level;
    this.rowOf = new Map();
    this.columns.uid.forEach((uid, row) => this.rowOf.set(uid, row));
    this.parents = parentsOf(this.levels);
    this.into = null;
    this.refresh();
  }

  // Row → the links that come into it; made when it is first asked for.
  get linksInto() {
    if (this.into) return this.into;
    this.into = new Map();
    for (const link of this.columns.links) {
      if (!this.into.has(link[1])) this.into.set(link[1], []);
      this.into.get(link[1]).push(link);
    }
    return this.into;
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

  // Seconds of a day of this task: on the clock, or of working time.
  secondsPerDay(row) {
    return this.is(row, ELAPSED) ? DAY : this.columns.plan.seconds_per_day;
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

// Returns columns that can be changed without touching the given ones; what a cell holds is shared.
export function copied(columns) {
  return Object.fromEntries(Object.entries(columns).map(([name, held]) => [name, Array.isArray(held) ? held.slice() : held]));
}
