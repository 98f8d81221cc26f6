// The keyboard on the treegrid, as WAI-ARIA describes it: rows first, cells within a row, and edits with their own keys.
import { isField } from "../keys.js";

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
      if (at) this.act.edit(at.place, at.column);
    });
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

  // One element of the grid at a time can be reached with Tab.
  rove(place, column) {
    this.reach(this.place, this.column, -1);
    Object.assign(this, { place, column });
    this.reach(place, column, 0);
    this.act.moved(place);
  }

  reach(place, column, tabIndex) {
    const element = this.elementAt(place, column);
    if (element) element.tabIndex = tabIndex;
  }

  elementAt(place, column) {
    const row = this.sheet.rows.at(place);
    return column < 0 ? row : row?.children[column];
  }

  goTo(place, column = this.column) {
    const n = this.sheet.plan.visible.length;
    const next = Math.min(Math.max(place, 0), n - 1);
    this.sheet.bringIntoView(next);
    this.sheet.rows.fill(next);
    this.rove(next, column);
    this.elementAt(next, column)?.focus({ preventScroll: true });
  }

  get row() {
    return this.sheet.plan.visible[this.place];
  }

  onKey(event) {
    if (isField(event.target) || event.ctrlKey || event.metaKey) return;
    const act = event.altKey ? this.altKeys()[event.key] : this.keys(event)[event.key];
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
      Escape: () => this.act.escape(),
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
