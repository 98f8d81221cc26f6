// The left side: a treegrid of rows that come from a pool, so that twenty thousand tasks cost as much as forty.
import { CRITICAL, INACTIVE, MANUAL, MILESTONE, SUMMARY } from "./plan.js";
import { ROW } from "./shapes.js";

export class Rows {
  // box: the treegrid; formats: how values read; fields: the columns, left to right.
  constructor(box, plan, formats, fields) {
    Object.assign(this, { box, plan, formats, fields });
    this.pool = new Map(); // place → element
    this.spare = [];
    this.selected = new Set(); // uids
  }

  // Shows the rows of these places, and no others.
  show(first, last) {
    for (const [place, element] of this.pool) {
      if (place >= first && place < last) continue;
      if (element.contains(document.activeElement)) continue; // focus is never taken away by scrolling
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
      cell.className = `p-${field.name}`;
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
    this.fields.forEach((field, at) => {
      const cell = element.children[at];
      const text = this.formats.cell(this.plan, row, field.name);
      if (cell.dataset.text === text && cell.dataset.uid === String(uid)) return;
      Object.assign(cell.dataset, { text, uid });
      cell.textContent = text;
      if (field.isHeader) cell.style.paddingInlineStart = `${6 + (level - 1) * 12}px`;
      if (field.isEditable) cell.setAttribute("aria-readonly", String(!this.formats.mayEdit(this.plan, row, field.name)));
    });
  }

  kind(row) {
    const kinds = ["p-row"];
    if (this.plan.value(row, "gate")) kinds.push("gate");
    else if (this.plan.is(row, SUMMARY)) kinds.push("summary");
    else if (this.plan.is(row, MILESTONE)) kinds.push("milestone");
    if (this.plan.is(row, CRITICAL)) kinds.push("critical");
    if (this.plan.is(row, MANUAL)) kinds.push("manual");
    if (this.plan.is(row, INACTIVE)) kinds.push("inactive");
    if (this.formats.isTouched?.(this.plan.value(row, "uid"))) kinds.push("touched");
    return kinds.join(" ");
  }

  at(place) {
    return this.pool.get(place);
  }

  refresh() {
    for (const [place, element] of this.pool) {
      if (place < this.plan.visible.length) this.write(element, place);
    }
    this.box.setAttribute("aria-rowcount", this.plan.visible.length + 1);
  }
}
