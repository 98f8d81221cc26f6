// The table of a register list: which cell has the focus, which rows are selected, how an answer is shown.

export class RegisterList {
  constructor(table) {
    this.table = table;
    this.words = document.querySelector("[data-list-words]").dataset;
    this.mayEdit = "editable" in table.dataset;
    this.fields = new Set(table.dataset.fields.split(","));
    this.heads = [...table.tHead.rows[0].cells];
    this.anchor = null;
    this.active = null;
    this.isEverythingFound = false;
    this.listeners = [];
  }

  rows() {
    return [...this.table.querySelectorAll("tbody tr[data-pk]")];
  }

  row(pk) {
    return this.table.querySelector(`tbody tr[data-pk="${CSS.escape(String(pk))}"]`);
  }

  // The cells one walks over: those of the columns, without the box that selects.
  cells(row) {
    return [...row.cells].slice(1);
  }

  fieldOf(cell) {
    return this.heads[cell.cellIndex]?.dataset.field ?? "";
  }

  canEdit(cell) {
    return this.mayEdit && !("locked" in cell.parentElement.dataset) && this.fields.has(this.fieldOf(cell));
  }

  start() {
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-multiselectable", "true");
    for (const link of this.table.querySelectorAll("[data-row]")) link.tabIndex = -1;
    const first = this.rows()[0];
    if (first) this.markActive(this.cells(first)[0]);
    this.table.addEventListener("focusin", ({ target }) => {
      const cell = target.closest("tbody td, tbody th");
      if (cell?.parentElement.dataset.pk && cell.cellIndex > 0) this.markActive(cell);
    });
  }

  markActive(cell) {
    if (cell === this.active) return; // taking the tabindex away would take the focus away
    if (this.active) this.active.removeAttribute("tabindex");
    this.active = cell;
    cell.tabIndex = 0;
  }

  focus(cell) {
    if (!cell) return;
    const before = this.active?.parentElement;
    this.markActive(cell);
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    const row = cell.parentElement;
    if (row !== before) this.tell(row, "line:moved");
  }

  // Whether somebody listened and took the row, as the drawer does.
  tell(row, name) {
    const { pk, url } = row.dataset;
    const event = new CustomEvent(name, { bubbles: true, cancelable: true, detail: { pk: Number(pk), url } });
    return !row.dispatchEvent(event);
  }

  move(rowStep, cellStep = 0) {
    const rows = this.rows();
    if (!rows.length) return false;
    const isIn = this.table.contains(document.activeElement);
    const now = rows.indexOf(this.active?.parentElement);
    const at = isIn && now >= 0 ? Math.min(Math.max(now + rowStep, 0), rows.length - 1) : Math.max(now, 0);
    const cells = this.cells(rows[at]);
    const place = this.active ? this.active.cellIndex - 1 + (isIn ? cellStep : 0) : 0;
    this.focus(cells[Math.min(Math.max(place, 0), cells.length - 1)]);
    return true;
  }

  toEdge(isEnd, isWholeTable) {
    const rows = this.rows();
    const row = isWholeTable ? rows.at(isEnd ? -1 : 0) : this.active?.parentElement;
    if (row) this.focus(this.cells(row).at(isEnd ? -1 : 0));
  }

  // Selecting ------------------------------------------------------------------------------------
  selected() {
    return this.rows().filter((row) => row.classList.contains("selected"));
  }

  select(row, isOn, isRange = false) {
    const rows = this.rows();
    let chosen = [row];
    if (isRange && this.anchor && rows.includes(this.anchor)) {
      const ends = [rows.indexOf(this.anchor), rows.indexOf(row)].sort((a, b) => a - b);
      chosen = rows.slice(ends[0], ends[1] + 1);
    }
    for (const one of chosen) this.mark(one, isOn);
    this.anchor = row;
    this.isEverythingFound = false;
    this.selectionChanged();
  }

  selectAll(isOn) {
    for (const row of this.rows()) this.mark(row, isOn);
    this.isEverythingFound = false;
    this.selectionChanged();
  }

  mark(row, isOn) {
    if (isOn && "locked" in row.dataset) isOn = false;
    row.classList.toggle("selected", isOn);
    row.setAttribute("aria-selected", String(isOn));
    const box = row.querySelector("[data-select]");
    if (box) box.checked = isOn;
  }

  onSelection(listener) {
    this.listeners.push(listener);
  }

  selectionChanged() {
    const all = this.rows();
    const box = this.table.querySelector("[data-select-all]");
    const count = this.selected().length;
    if (box) {
      box.checked = count > 0 && count === all.length;
      box.indeterminate = count > 0 && count < all.length;
    }
    for (const listener of this.listeners) listener();
  }

  // Showing what the server answers ----------------------------------------------------------------
  show(lines) {
    for (const line of lines) {
      const row = this.row(line.pk);
      if (!row) continue;
      row.dataset.version = line.version;
      for (const cell of this.cells(row)) {
        const written = line.cells[this.fieldOf(cell)];
        // What the server wrote, escaped there as everything on the page is.
        if (written !== undefined && !cell.querySelector(".cell-editor")) cell.innerHTML = written;
      }
      for (const link of row.querySelectorAll("[data-row]")) link.tabIndex = -1;
    }
    const pks = lines.map((line) => line.pk);
    if (pks.length) document.dispatchEvent(new CustomEvent("line:saved", { detail: { pks } }));
  }

  remove(pks) {
    const rows = this.rows();
    const gone = pks.map((pk) => this.row(pk)).filter(Boolean);
    const place = rows.indexOf(this.active?.parentElement);
    for (const row of gone) {
      this.hush(row);
      row.remove();
    }
    this.table.dataset.found = String(Number(this.table.dataset.found) - gone.length);
    const left = this.rows();
    if (!left.length) location.reload();
    else if (!this.active?.isConnected) this.focus(this.cells(left[Math.min(place, left.length - 1)])[0]);
    this.selectionChanged();
  }

  // A sentence under a row, with what can be done about it.
  say(row, made) {
    this.hush(row);
    const under = document.createElement("tr");
    under.className = "row-said";
    const cell = under.insertCell();
    cell.colSpan = row.cells.length;
    cell.append(made);
    row.after(under);
    return cell;
  }

  hush(row) {
    const under = row.nextElementSibling;
    if (under?.classList.contains("row-said")) under.remove();
  }
}

export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  if (tag === "button") made.type = "button";
  return made;
}
