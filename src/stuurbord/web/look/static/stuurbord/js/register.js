// A register list as a spreadsheet: arrows walk over cells, letters act, and everything can be taken back.
import { Bulk } from "./bulk.js";
import { CellEditor } from "./cell_editor.js";
import { onLetter } from "./keys.js";
import { startColumns } from "./register_columns.js";
import { RegisterList } from "./register_list.js";
import { RegisterServer } from "./register_server.js";
import { Undo } from "./undo.js";

const A_SCREEN = 15;

class Register {
  constructor(table) {
    this.list = new RegisterList(table);
    this.server = new RegisterServer(this.list);
    this.undo = new Undo(this.list, this.server);
    this.editor = new CellEditor(this.list, this.server, this.undo);
    this.bulk = new Bulk(this.list, this.server, this.undo);
  }

  start() {
    const { table } = this.list;
    this.list.start();
    this.bulk.start();
    if (this.list.mayEdit) this.undo.start();
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("click", (event) => this.onClick(event));
    table.addEventListener("dblclick", (event) => this.onDoubleClick(event));
    document.addEventListener("line:changed", ({ detail }) => this.server.refresh([detail.pk]));
    this.startLetters();
  }

  startLetters() {
    onLetter("j", () => this.list.move(1));
    onLetter("k", () => this.list.move(-1));
    onLetter("s", () => this.sort());
    if (!this.list.mayEdit) return;
    onLetter("x", (event) => this.select(event.shiftKey));
    onLetter("e", () => this.edit());
    onLetter("b", () => this.bulk.enter());
    onLetter("F2", () => this.edit());
  }

  get cell() {
    return this.list.active;
  }

  edit() {
    if (!this.cell || document.querySelector("dialog[open]")) return false;
    this.editor.open(this.cell);
    return true;
  }

  select(isRange) {
    const row = this.cell?.parentElement;
    if (!row) return false;
    this.list.select(row, isRange || !row.classList.contains("selected"), isRange);
    return true;
  }

  sort() {
    const link = this.cell && this.list.heads[this.cell.cellIndex].querySelector("a");
    link?.click();
    return Boolean(link);
  }

  open(row) {
    if (!this.list.tell(row, "line:open")) location.assign(row.dataset.url);
  }

  onKey(event) {
    if (event.altKey || !event.target.closest("tbody [tabindex]") || event.target.matches("input, button, a")) return;
    const isControl = event.ctrlKey || event.metaKey;
    const acts = {
      ArrowDown: () => this.walk(1, event.shiftKey),
      ArrowUp: () => this.walk(-1, event.shiftKey),
      ArrowRight: () => this.list.move(0, 1),
      ArrowLeft: () => this.list.move(0, -1),
      Home: () => this.list.toEdge(false, isControl),
      End: () => this.list.toEdge(true, isControl),
      PageDown: () => this.list.move(A_SCREEN),
      PageUp: () => this.list.move(-A_SCREEN),
      Enter: () => this.open(this.cell.parentElement),
      F2: () => this.edit(),
      Escape: () => this.bulk.clear(),
      " ": () => this.select(event.shiftKey),
      a: isControl && this.list.mayEdit ? () => this.list.selectAll(true) : null,
    };
    const act = acts[event.key];
    if (!act || (isControl && !["Home", "End", "a"].includes(event.key))) return;
    if (event.key === "Escape" && !this.list.selected().length) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  }

  // Shift and an arrow select what is walked over.
  walk(step, isSelecting) {
    if (isSelecting && this.list.mayEdit) {
      const row = this.cell.parentElement;
      if (!row.classList.contains("selected")) this.list.select(row, true);
      const anchor = this.list.anchor;
      this.list.move(step);
      this.list.anchor = anchor;
      this.list.select(this.cell.parentElement, true, true);
      this.list.anchor = anchor;
    } else this.list.move(step);
  }

  onClick(event) {
    const { target } = event;
    if (target.closest(".cell-editor, .row-said")) return;
    if (target.matches("[data-select-all]")) this.list.selectAll(target.checked);
    const row = target.closest("tbody tr[data-pk]");
    if (!row) return;
    const cell = target.closest("td, th");
    if (target.matches("[data-select]")) {
      this.list.select(row, target.checked, event.shiftKey);
      this.list.focus(this.list.cells(row)[0]);
    } else if (target.closest("[data-row]")) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.list.focus(cell);
      this.open(row);
    } else if (cell.cellIndex > 0 && !target.closest("a, button")) this.list.focus(cell);
  }

  onDoubleClick(event) {
    const cell = event.target.closest("tbody tr[data-pk] > td, tbody tr[data-pk] > th");
    if (!cell || cell.cellIndex === 0 || event.target.closest("a, .cell-editor")) return;
    event.preventDefault();
    this.list.focus(cell);
    this.edit();
  }
}

function startCommands() {
  const columns = document.getElementById("columns");
  const menu = document.querySelector("[data-view-menu]");
  const commands = {
    columns: () => columns?.showModal(),
    group: () => document.querySelector("[data-group]")?.focus(),
    view: () => {
      if (!menu) return;
      menu.open = true;
      menu.querySelector("[name=name]").focus();
    },
  };
  document.addEventListener("command:chosen", ({ detail }) => commands[detail.name]?.());
  onLetter("c", () => {
    if (!columns) return false;
    commands.columns();
    return true;
  });
  onLetter("v", () => {
    if (!menu) return false;
    commands.view();
    return true;
  });
  onLetter("n", () => {
    const link = document.querySelector("[data-new]");
    link?.click();
    return Boolean(link);
  });
  document.querySelector("[data-open-columns]")?.addEventListener("click", commands.columns);
}

export function startRegister() {
  const table = document.querySelector("[data-list]");
  if (table) new Register(table).start();
  if (document.querySelector("[data-list-words]")) startCommands();
  startColumns();
}
