// The keyboard on the treegrid, as WAI-ARIA describes it: rows first, cells within a row, and edits with their own keys.
import { isField } from "../keys.js";

const MARGIN = 8; // pixels of the window that stay free beside what has the focus

export class GridKeys {
  // act: what the page can do; sheet: what is shown.
  constructor(sheet, act) {
    Object.assign(this, { sheet, act });
    this.place = 0;
    this.column = -1; // −1: the row as a whole
    const { box } = sheet.rows;
    box.addEventListener("keydown", (event) => this.onKey(event));
    box.addEventListener("focusin", (event) => this.onFocus(event));
    box.addEventListener("dblclick", (event) => {
      const at = this.cellOf(event.target);
      if (at && !isField(event.target) && !this.isOnArrow(event, at)) this.act.edit(at.place, at.column);
    });
    box.addEventListener("click", (event) => this.onClick(event));
  }

  cellOf(target) {
    const cell = target.closest("[role=gridcell], [role=rowheader]");
    const row = target.closest("[role=row]");
    if (!row) return null;
    const place = [...this.sheet.rows.pool].find(([, element]) => element === row)?.[0];
    return place === undefined ? null : { place, column: cell ? [...row.children].indexOf(cell) : -1 };
  }

  onFocus(event) {
    const at = this.cellOf(event.target);
    if (!at || isField(event.target)) return;
    this.rove(at.place, at.column);
  }

  // A click on the arrow before a summary's name folds it; with Ctrl or Shift it selects.
  onClick(event) {
    const at = this.cellOf(event.target);
    if (!at || isField(event.target)) return;
    const { plan } = this.sheet;
    const row = plan.visible[at.place];
    if (this.isOnArrow(event, at)) this.act.fold(row, !plan.folded.has(plan.value(row, "uid")));
    else if (event.ctrlKey || event.metaKey) this.act.toggle(at.place);
    else if (event.shiftKey) this.act.extendTo(at.place);
    else this.goTo(at.place, at.column);
  }

  isOnArrow(event, at) {
    const cell = event.target.closest("[role=rowheader]");
    if (!cell || !this.sheet.plan.hasParts(this.sheet.plan.visible[at.place])) return false;
    return event.clientX - cell.getBoundingClientRect().left < Number.parseFloat(cell.style.paddingInlineStart) + 16;
  }

  // One element of the grid at a time can be reached with Tab.
  rove(place, column) {
    if (this.reached) this.reached.tabIndex = -1;
    Object.assign(this, { place, column, uid: this.sheet.plan.value(this.sheet.plan.visible[place], "uid") });
    this.sheet.rows.reachable = place;
    this.reached = this.elementAt(place, column);
    if (this.reached) this.reached.tabIndex = 0;
    this.act.moved(place);
  }

  elementAt(place, column) {
    const row = this.sheet.rows.at(place);
    return column < 0 ? row : row?.children[column];
  }

  get hasFocus() {
    return this.sheet.rows.box.contains(document.activeElement);
  }

  // After rows came, went or changed places: keys stay on their task, else on the row that stands there now.
  // hadFocus: whether the focus was in the grid before; it is not lost with a row.
  stay(hadFocus) {
    const { plan, rows } = this.sheet;
    if (!plan.visible.length) return;
    const row = plan.rowOf.get(this.uid);
    const own = row === undefined ? -1 : plan.placeOf[row];
    const place = own >= 0 ? own : Math.min(this.place, plan.visible.length - 1);
    const hasMoved = place !== this.place;
    rows.fill(place);
    this.rove(place, Math.min(this.column, rows.fields.length - 1));
    if (!hadFocus || isField(document.activeElement)) return;
    if (hasMoved) this.sheet.bringIntoView(place);
    this.elementAt(place, this.column).focus({ preventScroll: true });
  }

  goTo(place, column = this.column) {
    const n = this.sheet.plan.visible.length;
    if (!n) return;
    const next = Math.min(Math.max(place, 0), n - 1);
    this.sheet.bringIntoView(next);
    this.sheet.rows.fill(next);
    this.rove(next, column);
    const cell = this.elementAt(next, column);
    cell?.focus({ preventScroll: true });
    if (cell) bringIntoWindow(cell);
  }

  get row() {
    return this.sheet.plan.visible[this.place];
  }

  onKey(event) {
    if (isField(event.target)) return;
    const isLetter = event.key.length === 1 && event.key !== " " && !event.altKey;
    if (isLetter && document.documentElement.dataset.keys === "off") return;
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = (isCommand ? this.commandKeys() : event.altKey ? this.altKeys() : this.keys(event))[key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  keys(event) {
    const page = Math.max(this.sheet.view().last - this.sheet.view().first - 2, 1);
    return {
      ArrowDown: () => (event.shiftKey ? this.act.extend(this.place + 1) : this.goTo(this.place + 1)),
      ArrowUp: () => (event.shiftKey ? this.act.extend(this.place - 1) : this.goTo(this.place - 1)),
      PageDown: () => this.goTo(this.place + page),
      PageUp: () => this.goTo(this.place - page),
      Home: () => (this.column < 0 ? this.goTo(0) : this.goTo(this.place, 0)),
      End: () => (this.column < 0 ? this.goTo(Infinity) : this.goTo(this.place, this.sheet.rows.fields.length - 1)),
      ArrowRight: () => this.right(),
      ArrowLeft: () => this.left(),
      Enter: () => this.act.edit(this.place, this.column),
      F2: () => this.act.edit(this.place, this.column),
      " ": () => this.act.toggle(this.place),
      Delete: () => this.act.remove(),
      Insert: () => this.act.insert(),
      x: () => this.act.toggle(this.place),
      e: () => this.act.edit(this.place, this.column),
      Escape: () => this.act.escape(),
    };
  }

  // Ctrl with Home and End goes to the first and last row, as the pattern asks.
  commandKeys() {
    return {
      Home: () => this.goTo(0),
      End: () => this.goTo(Infinity),
      a: () => this.act.selectAll(),
      Enter: () => this.act.openPropose(),
    };
  }

  altKeys() {
    return {
      ArrowRight: () => this.act.shiftDays(1),
      ArrowLeft: () => this.act.shiftDays(-1),
      ArrowUp: () => this.act.lengthen(-1),
      ArrowDown: () => this.act.lengthen(1),
      PageDown: () => this.act.indent(1),
      PageUp: () => this.act.indent(-1),
      l: () => this.act.link(),
      u: () => this.act.unlink(),
      m: () => this.act.toggleManual(),
      Home: () => this.act.place(-1),
      End: () => this.act.place(1),
    };
  }

  right() {
    const { plan } = this.sheet;
    const uid = plan.value(this.row, "uid");
    if (this.column < 0 && plan.hasParts(this.row) && plan.folded.has(uid)) this.act.fold(this.row, false);
    else this.goTo(this.place, Math.min(this.column + 1, this.sheet.rows.fields.length - 1));
  }

  left() {
    const { plan } = this.sheet;
    const uid = plan.value(this.row, "uid");
    if (this.column >= 0) this.goTo(this.place, this.column - 1);
    else if (plan.hasParts(this.row) && !plan.folded.has(uid)) this.act.fold(this.row, true);
    else if (plan.parents[this.row] >= 0) this.goTo(plan.placeOf[plan.parents[this.row]]);
  }
}

// Scrolls the page up or down, never sideways, until all of an element is in the window.
function bringIntoWindow(element) {
  const { top, bottom } = element.getBoundingClientRect();
  if (bottom > window.innerHeight) window.scrollBy(0, bottom - window.innerHeight + MARGIN);
  else if (top < 0) window.scrollBy(0, top - MARGIN);
}
