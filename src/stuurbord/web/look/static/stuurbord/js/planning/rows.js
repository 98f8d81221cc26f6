// The left side: rows of a treegrid that come from a pool, so that twenty thousand tasks cost as much as forty.
import { CRITICAL, INACTIVE, MANUAL, MILESTONE, SUMMARY } from "./plan.js";
import { ROW } from "./shapes.js";

const INDENT = 12;
const DEEPEST = 8; // levels that are indented; a cell must keep room for its words

export class Rows {
  // grid: the treegrid, with its headings and rows inside; fields: the columns, left to right.
  constructor(grid, plan, formats, fields) {
    Object.assign(this, { grid, plan, formats, fields });
    this.box = grid.querySelector("[data-plan-rows]");
    this.headings = grid.querySelector("[data-plan-headings]");
    this.pool = new Map(); // place → element
    this.spare = [];
    this.selected = new Set(); // uids
    this.path = null; // rows on the shown path
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
      heading.className = `pw-${field.name}`;
      heading.textContent = this.formats.words.fields[field.name];
      return heading;
    });
    this.headings.replaceChildren(...headings);
  }

  // Shows the rows of these places, and no others.
  show(first, last) {
    for (const [place, element] of this.pool) {
      if (place >= first && place < last) continue;
      const holdsFocus = element.contains(document.activeElement); // never taken away by scrolling
      if (holdsFocus && place < this.plan.visible.length) continue;
      this.pool.delete(place);
      element.hidden = true;
      this.spare.push(element);
    }
    for (let place = first; place < last; place += 1) this.fill(place);
  }

  fill(place) {
    let element = this.pool.get(place);
    if (!element) {
      element = this.spare.pop() ?? this.made();
      element.hidden = false;
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
      cell.className = `pw-${field.name}`;
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
    element.className = this.kind(row);
    element.dataset.uid = uid;
    element.setAttribute("aria-rowindex", place + 2);
    element.setAttribute("aria-level", level);
    element.setAttribute("aria-selected", String(this.selected.has(uid)));
    if (this.plan.hasParts(row)) element.setAttribute("aria-expanded", String(!this.plan.folded.has(uid)));
    else element.removeAttribute("aria-expanded");
    this.fields.forEach((field, at) => this.writeCell(element.children[at], field, row, level));
  }

  writeCell(cell, field, row, level) {
    const text = this.formats.cell(this.plan, row, field.name);
    if (cell.firstElementChild) return; // a field is open in it
    if (cell.textContent !== text) cell.textContent = text;
    if (field.isHeader) {
      cell.style.paddingInlineStart = `${6 + (Math.min(level, DEEPEST) - 1) * INDENT}px`;
      cell.setAttribute("aria-label", [text, ...this.formats.states(this.plan, row)].join(", "));
      cell.title = text;
    }
    cell.setAttribute("aria-readonly", String(!this.formats.mayEdit(this.plan, row, field.name)));
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
    if (this.path) kinds.push(this.path.has(row) ? "on-path" : "off-path");
    return kinds.join(" ");
  }

  at(place) {
    return this.pool.get(place);
  }

  refresh() {
    for (const [place, element] of this.pool) {
      if (place < this.plan.visible.length) this.write(element, place);
    }
    this.grid.setAttribute("aria-rowcount", this.plan.visible.length + 1);
  }
}
