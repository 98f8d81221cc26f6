// What is shown of the plan and how: filter, groups, scale, links and columns; kept for the next visit.
import { OWN } from "./formats.js";
import { CRITICAL, MILESTONE, SUMMARY } from "./plan.js";
import { isDone, isNear } from "./shapes.js";

const KEPT = "planning-view";
export const DEFAULT_COLUMNS = ["wbs", "name", "duration", "start", "finish", "deviation", "total_float", "percent"];

export class Toolbar {
  // act: {showColumns, zoom, draw, refresh, tellRows}; hasProgressLine: whether there is one to show.
  constructor(tools, plan, formats, words, act) {
    Object.assign(this, { tools, plan, formats, words, act });
    this.state = { text: "", only: "", group: "", links: "critical", depth: "0", columns: DEFAULT_COLUMNS, drawn: {}, width: "", ...this.kept() };
    tools.hidden = false;
    this.makeColumns();
    for (const field of tools.querySelectorAll("[data-set]")) this.follow(field);
    for (const field of tools.querySelectorAll("[data-draw]")) this.followDrawing(field);
    const width = tools.querySelector("[data-width]");
    if (width) this.followWidth(width);
  }

  kept() {
    try {
      const found = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
      const columns = (found.columns ?? []).filter((name) => name in this.words.fields);
      this.absent = (found.columns ?? []).filter((name) => name.startsWith(OWN)); // until the file's own columns come
      return { width: found.width ?? "", links: found.links ?? "critical", drawn: found.drawn ?? {}, columns: columns.length ? columns : DEFAULT_COLUMNS };
    } catch {
      return {};
    }
  }

  keep() {
    const { links, drawn, columns, width } = this.state;
    try {
      localStorage.setItem(KEPT, JSON.stringify({ links, drawn, columns: [...columns, ...(this.absent ?? [])], width }));
    } catch {
      // Where nothing is kept, the page simply starts afresh next time.
    }
  }

  // How wide the names may be; what does not fit is cut, and told in full where the mouse rests.
  followWidth(field) {
    field.value = this.state.width;
    this.act.nameWidth(field.value);
    field.addEventListener("change", () => {
      this.state.width = field.value;
      this.act.nameWidth(field.value);
      this.act.refresh();
      this.keep();
    });
  }

  follow(field) {
    const name = field.dataset.set;
    if (name === "zoom") field.value = this.act.zoomName();
    else field.value = this.state[name];
    field.addEventListener(name === "text" ? "input" : "change", () => {
      this.state[name] = field.value;
      field.classList.toggle("on", name === "only" && field.value !== "");
      this.apply(name);
      this.keep();
    });
  }

  followDrawing(field) {
    const name = field.dataset.draw;
    if (name in this.state.drawn) field.checked = this.state.drawn[name];
    this.act.draw(name, field.checked);
    field.addEventListener("change", () => {
      this.state.drawn[name] = field.checked;
      this.act.draw(name, field.checked);
      this.act.refresh();
      this.keep();
    });
  }

  makeColumns() {
    this.addColumns(this.tools.querySelector("[data-columns]"), Object.keys(this.words.fields));
    this.act.showColumns(this.state.columns);
  }

  // The columns that the file brought, when they have arrived: those that were chosen before are shown again.
  addOwn(names) {
    const chosen = names.filter((name) => this.absent?.includes(name));
    this.absent = this.absent?.filter((name) => !names.includes(name));
    this.state.columns = [...this.state.columns, ...chosen];
    const box = this.tools.querySelector("[data-own-columns]");
    box.hidden = !names.length;
    this.addColumns(box, names);
    if (!chosen.length) return;
    this.act.showColumns(this.state.columns);
    this.act.refresh();
  }

  addColumns(box, names) {
    for (const name of names) {
      const text = this.words.fields[name];
      const label = document.createElement("label");
      label.className = "check";
      const field = document.createElement("input");
      Object.assign(field, { type: "checkbox", checked: this.state.columns.includes(name), disabled: name === "name" });
      field.addEventListener("change", () => this.choose(name, field.checked));
      label.append(field, text);
      box.append(label);
    }
  }

  choose(name, isWanted) {
    const all = Object.keys(this.words.fields);
    const wanted = new Set(this.state.columns);
    if (isWanted) wanted.add(name);
    else wanted.delete(name);
    this.state.columns = all.filter((one) => wanted.has(one));
    this.act.showColumns(this.state.columns);
    this.act.refresh();
    this.keep();
  }

  clear() {
    for (const name of ["text", "only"]) {
      this.state[name] = "";
      const field = this.tools.querySelector(`[data-set=${name}]`);
      field.value = "";
      field.classList.remove("on");
    }
    this.apply("text");
  }

  apply(name) {
    const { state } = this;
    if (name === "zoom") this.act.zoom(state.zoom);
    else if (name === "links") this.act.draw("links", state.links);
    else if (name === "group") this.plan.group(state.group, this.words);
    else if (name === "depth") this.plan.foldTo(Number(state.depth));
    else this.filter();
    if (name !== "zoom") this.act.refresh();
    if (name === "text" || name === "only" || name === "group") this.act.tellRows();
  }

  filter() {
    const text = this.state.text.trim().toLowerCase();
    const { only } = this.state;
    const tests = [text && ((row) => this.has(row, text)), only && this.only()[only]].filter(Boolean);
    this.plan.filter(tests.length ? (row) => tests.every((test) => test(row)) : null);
  }

  has(row, text) {
    return this.plan.value(row, "name").toLowerCase().includes(text) || this.plan.value(row, "wbs") === text ||
      this.formats.people(this.plan.value(row, "people")).toLowerCase().includes(text);
  }

  only() {
    const { plan, formats } = this;
    const isTask = (row) => !plan.is(row, SUMMARY);
    return {
      critical: (row) => isTask(row) && plan.is(row, CRITICAL),
      near: (row) => isTask(row) && (plan.is(row, CRITICAL) || isNear(plan, row)),
      milestones: (row) => (isTask(row) && plan.is(row, MILESTONE)) || Boolean(plan.value(row, "gate")),
      late: (row) => isTask(row) && !isDone(plan, row) && this.isLate(row),
      open: (row) => isTask(row) && !isDone(plan, row),
      changed: (row) => formats.isChanged(plan, row),
    };
  }

  isLate(row) {
    const [finish, promised, deadline] = [this.plan.value(row, "finish"), this.plan.columns.baseline_finish[row], this.plan.value(row, "deadline")];
    return finish !== null && ((promised ?? finish) < finish || (deadline ?? finish) < finish);
  }
}
