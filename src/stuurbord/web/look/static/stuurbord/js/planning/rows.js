// The left side: rows of a treegrid that come from a pool, so that twenty thousand tasks cost as much as forty.
import { CRITICAL, INACTIVE, MANUAL, MILESTONE, SUMMARY } from "./plan.js";
import { ROW } from "./shapes.js";

const INDENT = 12;
const DEEPEST = 8; // levels that are indented; a cell must keep room for its words

export class Rows {
  // grid: the treegrid, with its headings and rows inside; fields: the columns, left to right, {name, isHeader, style}.
  constructor(grid, plan, formats, fields) {
    Object.assign(this, { grid, plan, formats, fields });
    this.box = grid.querySelector("[data-plan-rows]");
    this.headings = grid.querySelector("[data-plan-headings]");
    this.pool = new Map(); // place → element
    this.spare = [];
    this.selected = new Set(); // uids
    this.path = null; // rows on the shown path
    this.current = null; // uid of the row that keys and panel are about
    this.reachable = -1; // place of the row that Tab reaches: it never leaves the page
  }

  // Other columns: all rows are made anew.
  setFields(fields) {
    this.fields = fields;
    this.box.replaceChildren();
    this.pool.clear();
    this.spare = [];
    const headings = fields.map((field) => {
      const heading = document.createElement("div");
      heading.setAttribute("role", "columnheader");
      heading.className = `pw-${field.style ?? field.name}`;
      heading.textContent = this.formats.heading(field.name);
      return heading;
    });
    this.headings.replaceChildren(...headings);
  }

  // Shows the rows of these places, and no others.
  show(first, last) {
    const focused = document.activeElement;
    for (const [place, element] of this.pool) {
      if (place >= first && place < last) continue;
      const isReached = place === this.reachable || element.contains(focused); // never taken away by scrolling
      if (isReached && place < this.plan.visible.length) continue;
      this.pool.delete(place);
      this.spare.push(element);
    }
    for (let place = first; place < last; place += 1) this.fill(place);
    // Only what is left over is hidden: hiding and showing a row costs more than writing it.
    for (const element of this.spare) put(element, "hidden", "");
  }

  // Puts the rows in the page in the order in which they are read; the one with the focus stays where it is.
  settle() {
    const ordered = [...this.pool.keys()].sort((one, other) => one - other).map((place) => this.pool.get(place));
    const fixed = ordered.findIndex((element) => element.contains(document.activeElement));
    for (let at = fixed - 1; at >= 0; at -= 1) {
      if (ordered[at + 1].previousElementSibling !== ordered[at]) ordered[at + 1].before(ordered[at]);
    }
    for (let at = fixed + 1; at < ordered.length; at += 1) {
      if (at === 0) this.box.prepend(ordered[0]);
      else if (ordered[at - 1].nextElementSibling !== ordered[at]) ordered[at - 1].after(ordered[at]);
    }
  }

  fill(place) {
    let element = this.pool.get(place);
    if (!element) {
      element = this.spare.pop() ?? this.made();
      if (element.hidden) element.hidden = false;
      this.pool.set(place, element);
    }
    this.write(element, place);
    return element;
  }

  made() {
    const row = document.createElement("div");
    row.setAttribute("role", "row");
    row.tabIndex = -1;
    for (const field of this.fields) {
      const cell = document.createElement("div");
      cell.setAttribute("role", field.isHeader ? "rowheader" : "gridcell");
      cell.className = `pw-${field.style ?? field.name}`;
      cell.tabIndex = -1;
      row.append(cell);
    }
    this.box.append(row);
    return row;
  }

  write(element, place) {
    const row = this.plan.visible[place];
    const uid = this.plan.value(row, "uid");
    const level = Math.max(this.plan.levels[row], 1);
    element.style.transform = `translateY(${place * ROW}px)`;
    put(element, "class", this.kind(row));
    put(element, "data-uid", String(uid));
    put(element, "aria-rowindex", String(place + 2));
    put(element, "aria-level", String(level));
    put(element, "aria-selected", String(this.selected.has(uid)));
    put(element, "aria-expanded", this.plan.hasParts(row) ? String(!this.plan.folded.has(uid)) : null);
    this.fields.forEach((field, at) => this.writeCell(element.children[at], field, row, level));
  }

  writeCell(cell, field, row, level) {
    const text = this.formats.cell(this.plan, row, field.name);
    if (cell.firstElementChild) return; // a field is open in it
    if (cell.textContent !== text) cell.textContent = text;
    if (field.style) put(cell, "title", text || null); // what the file says may be long
    if (field.isHeader) {
      cell.style.paddingInlineStart = `${6 + (Math.min(level, DEEPEST) - 1) * INDENT}px`;
      const path = this.path?.has(row) ? [this.formats.words.onPath] : [];
      put(cell, "aria-label", [text, ...this.formats.states(this.plan, row), ...path].join(", "));
      put(cell, "title", text);
    }
    put(cell, "aria-readonly", String(!this.formats.mayEdit(this.plan, row, field.name)));
  }

  kind(row) {
    const kinds = ["pw-row"];
    if (this.plan.value(row, "gate")) kinds.push("gate");
    else if (this.plan.is(row, SUMMARY)) kinds.push("summary");
    else if (this.plan.is(row, MILESTONE)) kinds.push("milestone");
    if (this.plan.is(row, CRITICAL)) kinds.push("critical");
    if (this.plan.is(row, MANUAL)) kinds.push("manual");
    if (this.plan.is(row, INACTIVE)) kinds.push("inactive");
    if (this.formats.isChanged(this.plan, row)) kinds.push("changed");
    if (this.plan.value(row, "uid") === this.current) kinds.push("current");
    if (this.path) kinds.push(this.path.has(row) ? "on-path" : "off-path");
    return kinds.join(" ");
  }

  setCurrent(uid) {
    if (uid === this.current) return;
    this.current = uid;
    for (const element of this.pool.values()) element.classList.toggle("current", element.dataset.uid === String(uid));
  }

  at(place) {
    return this.pool.get(place);
  }

  refresh() {
    this.fields.forEach((field, at) => {
      const text = this.formats.heading(field.name);
      if (this.headings.children[at].textContent !== text) this.headings.children[at].textContent = text;
    });
    for (const [place, element] of this.pool) {
      if (place < this.plan.visible.length) this.write(element, place);
    }
    this.grid.setAttribute("aria-rowcount", this.plan.visible.length + 1);
  }
}

// Sets an attribute where it is another than it was; null takes it away.
function put(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
