// The planning page: puts the parts together and gives every key and every drag its meaning.
import { onCombination } from "../keys.js";
import { Chart } from "./chart.js";
import { Consequences } from "./consequences.js";
import { Formats } from "./formats.js";
import { GridKeys } from "./grid_keys.js";
import { Head } from "./head.js";
import { MANUAL, Plan } from "./plan.js";
import { Pointer } from "./pointer.js";
import { Rows } from "./rows.js";
import { Scale } from "./scale.js";
import { Session } from "./session.js";
import { Sheet } from "./sheet.js";

const DAY = 86400;
const FIELDS = [
  { name: "wbs" },
  { name: "name", isHeader: true, isEditable: true },
  { name: "duration", isEditable: true },
  { name: "start", isEditable: true },
  { name: "finish" },
  { name: "total_float" },
  { name: "percent", isEditable: true },
];

class Page {
  constructor(root, columns, settings) {
    this.root = root;
    this.settings = settings;
    this.plan = new Plan(structuredClone(columns));
    this.base = new Plan(columns);
    this.formats = new Formats(settings.words, columns.plan.resources);
    this.scale = new Scale(settings.zoom, columns.plan.start, columns.plan.finish);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.session = new Session(settings.urls, settings.base, settings.key, token);
    this.sheet = this.madeSheet();
    this.consequences = new Consequences(
      root.querySelector("[data-consequences]"), root.querySelector("[data-live]"), settings.words, this.formats);
    this.keys = new GridKeys(this.sheet, this);
    this.pointer = settings.mayEdit ? new Pointer(this.sheet, this) : null;
    onCombination("z", () => this.shown(this.session.undo()));
    onCombination("y", () => this.shown(this.session.redo()));
  }

  madeSheet() {
    const box = this.root.querySelector("[data-plan-box]");
    const rows = new Rows(box.querySelector("[role=treegrid]"), this.plan, this.formats, FIELDS);
    const chart = new Chart(box.querySelector("[data-plan-chart]"), this.plan, this.scale);
    Object.assign(chart, { words: this.settings.words, days: this.settings.days, closures: this.settings.closures });
    chart.label = (row) => (this.plan.value(row, "gate") ? this.formats.day(this.plan.value(row, "finish")).slice(0, 5) : "");
    const head = new Head(box.querySelector("[data-plan-head]"), this.scale, this.settings.words);
    return new Sheet(box, this.plan, this.scale, rows, chart, head);
  }

  start() {
    this.sheet.refresh();
    this.keys.rove(0, -1);
    const kept = this.session.kept();
    if (kept.length) {
      this.session.edits = kept;
      this.shown(this.session.preview());
    }
  }

  // What the server answered ----------------------------------------------------------------------
  async shown(asked) {
    const answer = await asked;
    if (!answer || answer.isAborted) return;
    if (answer.status === 200) this.take(answer);
    else if (answer.status === 422) {
      this.session.refuseLast();
      this.consequences.refuse(answer.said);
    } else this.consequences.refuse(this.settings.words.offline);
  }

  take(answer) {
    this.plan.take(structuredClone(this.base.columns));
    if (answer.columns) this.plan.take(answer.columns);
    else {
      this.plan.change(answer.changes);
      if (answer.links) this.plan.takeLinks(answer.links);
    }
    const n = this.session.edits.length + (this.session.trial ? 1 : 0);
    this.sheet.chart.before = n ? this.base : null;
    this.consequences.show(answer.effect, n);
    this.sheet.refresh();
  }

  // What keys and mouse ask -----------------------------------------------------------------------
  keep(edit) {
    if (this.settings.mayEdit) this.shown(this.session.add(edit));
  }

  tryOut(edit) {
    this.shown(this.session.tryOut(edit));
  }

  drop() {
    this.shown(this.session.dropTrial());
  }

  select(place) {
    this.keys.goTo(place, -1);
  }

  moved() {}

  fold(row, isFolded) {
    this.plan.fold(row, isFolded);
    this.sheet.refresh();
  }

  get uids() {
    const chosen = [...this.sheet.rows.selected];
    return chosen.length ? chosen : [this.plan.value(this.keys.row, "uid")];
  }

  toggle(place) {
    const uid = this.plan.value(this.plan.visible[place], "uid");
    const { selected } = this.sheet.rows;
    if (!selected.delete(uid)) selected.add(uid);
    this.sheet.rows.refresh();
  }

  extend(place) {
    this.sheet.rows.selected.add(this.plan.value(this.keys.row, "uid"));
    this.keys.goTo(place);
    this.sheet.rows.selected.add(this.plan.value(this.keys.row, "uid"));
    this.sheet.rows.refresh();
  }

  shiftDays(days) {
    const start = this.plan.value(this.keys.row, "start");
    if (start !== null) this.keep({ edit: "Move", uid: this.uids[0], start: start + days * DAY });
  }

  lengthen(days) {
    const perDay = this.plan.columns.plan.seconds_per_day;
    const duration = Math.max(this.plan.value(this.keys.row, "duration") + days * perDay, 0);
    this.keep({ edit: "Resize", uids: this.uids, duration });
  }

  indent(levels) {
    this.keep({ edit: "Shift", uids: this.uids, levels });
  }

  link() {
    const chosen = this.uids;
    for (let at = 1; at < chosen.length; at += 1) {
      this.keep({ edit: "Link", predecessor: chosen[at - 1], successor: chosen[at] });
    }
  }

  unlink() {
    const [before, after] = this.uids;
    if (after !== undefined) this.keep({ edit: "Unlink", predecessor: before, successor: after });
  }

  toggleManual() {
    const isManual = this.plan.is(this.keys.row, MANUAL);
    this.keep({ edit: "SetFacts", uids: this.uids, facts: { is_manual: !isManual } });
  }

  insert() {
    const row = this.keys.row;
    const uid = Math.max(...this.plan.columns.uid) + 1;
    const below = this.plan.value(row, "uid");
    const level = Math.max(this.plan.levels[row], 1);
    this.keep({ edit: "Insert", uid, below, name: this.settings.words.newTask, outline_level: level });
  }

  remove() {
    this.keep({ edit: "Remove", uids: this.uids });
  }

  escape() {
    this.sheet.rows.selected.clear();
    this.sheet.rows.refresh();
  }

  // A field in place of a cell; Enter keeps it, Escape leaves it.
  edit(place, column) {
    const row = this.plan.visible[place];
    const field = FIELDS[Math.max(column, 1)];
    if (!this.settings.mayEdit || !field.isEditable || !this.formats.mayEdit(this.plan, row, field.name)) return;
    const cell = this.sheet.rows.fill(place).children[FIELDS.indexOf(field)];
    const input = document.createElement("input");
    input.className = "cell-input";
    input.value = this.formats.cell(this.plan, row, field.name);
    input.setAttribute("aria-label", `${this.settings.words.fields[field.name]}, ${this.plan.value(row, "name")}`);
    cell.replaceChildren(input);
    input.select();
    const leave = (keeps) => {
      const text = input.value;
      cell.dataset.text = "";
      this.sheet.rows.fill(place);
      cell.focus({ preventScroll: true });
      if (keeps) this.write(row, field.name, text);
    };
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      leave(event.key === "Enter");
    });
    input.addEventListener("blur", () => input.isConnected && leave(false), { once: true });
  }

  write(row, name, text) {
    const uid = this.plan.value(row, "uid");
    const meant = {
      name: () => text.trim() && { edit: "SetFacts", uids: [uid], facts: { name: text.trim() } },
      duration: () => this.known(this.formats.durationOf(text, this.plan), (duration) => ({ edit: "Resize", uids: [uid], duration })),
      start: () => this.known(this.formats.instantOf(text, this.plan.value(row, "start"), 8), (start) => ({ edit: "Move", uid, start })),
      percent: () => this.known(this.formats.shareOf(text), (share) => ({ edit: "Progress", uid, percent_complete: share })),
    }[name]();
    if (meant) this.keep(meant);
    else this.consequences.refuse(this.settings.words.notUnderstood.replace("{text}", text));
  }

  known(value, edit) {
    return value === null ? null : edit(value);
  }
}

export async function startPlanning() {
  const root = document.querySelector("[data-planning]");
  if (!root) return;
  const settings = JSON.parse(document.getElementById("planning-settings").textContent);
  const answer = await fetch(settings.urls.data, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    root.querySelector("[data-live]").textContent = settings.words.offline;
    return;
  }
  new Page(root, await answer.json(), settings).start();
}
