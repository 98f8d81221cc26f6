// The page with the plans of a portfolio: the parts of the planning page on several plans, with the links between them.
import { onCombination, onLetter } from "../keys.js";
import { arrived, didNotArrive } from "./arrival.js";
import { Meanings } from "./cell_edit.js";
import { Consequences } from "./consequences.js";
import { Editing } from "./editing.js";
import { Formats } from "./formats.js";
import { GridKeys } from "./grid_keys.js";
import { Head } from "./head.js";
import { Minimap } from "./minimap.js";
import { copied, CRITICAL, MILESTONE, Plan, SUMMARY } from "./plan.js";
import { Pointer } from "./pointer.js";
import { PortfolioChart } from "./portfolio_chart.js";
import { isAcross, PortfolioEdits } from "./portfolio_edits.js";
import { Portfolio, nameOf, partsOf } from "./portfolio_plan.js";
import { PortfolioSession } from "./portfolio_session.js";
import { Proposing } from "./proposing.js";
import { Rows } from "./rows.js";
import { Scale } from "./scale.js";
import { isDone } from "./shapes.js";
import { Sheet } from "./sheet.js";

const FIELDS = ["wbs", "name", "start", "finish", "deviation", "total_float", "percent"];

class PortfolioFormats extends Formats {
  constructor(words, portfolio) {
    super(words, []);
    this.portfolio = portfolio;
  }

  cell(plan, row, name) {
    const isTask = !plan.is(row, SUMMARY);
    if (name === "percent" && !isTask) return "";
    return super.cell(plan, row, name);
  }

  states(plan, row) {
    const uid = plan.value(row, "uid");
    const made = super.states(plan, row);
    if (this.portfolio.byCode.has(uid)) made[0] = this.words.isProject;
    else if (uid.startsWith("programme ")) made[0] = this.words.isProgramme;
    return [...made, ...(this.waitsOf?.(uid) ?? [])];
  }

  mayEdit(plan, row, name) {
    if (!["name", "start", "duration", "percent", "deadline"].includes(name)) return false;
    return !plan.is(row, SUMMARY) && this.portfolio.mayEdit(plan.value(row, "uid"));
  }
}

class PortfolioPage extends Editing {
  constructor(root, held, settings) {
    super();
    Object.assign(this, { root, settings, taken: "[]" });
    this.portfolio = new Portfolio(held, settings.words);
    const columns = this.portfolio.columns();
    this.base = new Plan(columns);
    this.plan = this.base.twin();
    this.formats = new PortfolioFormats(settings.words, this.portfolio);
    const bases = Object.fromEntries(held.projects.map((one) => [one.code, one.base]));
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.session = new PortfolioSession(settings.urls, bases, settings.key, token);
    for (const { code } of held.projects) this.plan.folded.add(code);
    this.plan.refresh();
    this.sheet = this.madeSheet();
    this.edits = new PortfolioEdits(this.plan, this.session, settings.words, this.portfolio);
    this.meanings = new Meanings(this.plan, this.formats, settings.words);
    this.panel = root.querySelector("[data-aside]");
    this.effects = root.querySelector("[data-effects]");
    this.consequences = new Consequences(
      document.querySelector("[data-consequences]"), root.querySelector("[data-live]"), settings.words, this.formats, this);
    this.keys = new GridKeys(this.sheet, this);
    this.pointer = new Pointer(this.sheet, this);
    const dialog = document.getElementById("propose");
    this.proposing = dialog ? new Proposing(dialog, this.session, settings.words, this) : null;
    this.listen();
    this.start();
  }

  get mayEdit() {
    return this.settings.mayEdit;
  }

  get isDragging() {
    return Boolean(this.pointer.drag);
  }

  madeSheet() {
    const { settings } = this;
    const box = this.root.querySelector("[data-plan-box]");
    const { start, finish } = this.plan.columns.plan;
    const scale = new Scale(settings.zoom, start, finish);
    const rows = new Rows(box.querySelector("[role=treegrid]"), this.plan, this.formats, []);
    rows.setFields(FIELDS.map((name) => ({ name, isHeader: name === "name" })));
    const chart = new PortfolioChart(box.querySelector("[data-plan-chart]"), this.plan, scale, settings, this.portfolio, this.formats);
    chart.shows.links = "all";
    chart.label = (row) => this.labelOf(row);
    this.formats.waitsOf = (uid) => chart.waitsOf(uid);
    const head = new Head(box.querySelector("[data-plan-head]"), scale, settings.words);
    head.today = settings.days.today;
    const sheet = new Sheet(box, this.plan, scale, rows, chart, head);
    this.minimap = new Minimap(this.root.querySelector("[data-plan-map]"), sheet);
    sheet.onView = (view) => this.minimap.show(view);
    return sheet;
  }

  labelOf(row) {
    if (!this.plan.value(row, "gate")) return "";
    const day = this.formats.day(this.plan.value(row, "finish")).slice(0, 5);
    return [day, this.formats.before ? this.formats.deviation(this.plan, row) : ""].filter(Boolean).join(" · ");
  }

  listen() {
    onCombination("z", (event) => this.takeBack(() => (event.shiftKey ? this.redo() : this.undo())));
    onCombination("y", () => this.takeBack(() => this.redo()));
    onLetter("w", () => this.open());
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button) return;
      this[button.dataset.do]?.();
      if (button.closest("[data-edit-menu]")) this.closeMenu(button.closest("details"));
    });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.closeEffects();
    });
    addEventListener("online", () => this.again());
    addEventListener("beforeunload", () => this.session.keep());
    const tools = document.querySelector("[data-plan-tools]");
    tools.hidden = false;
    tools.querySelector("[data-set=zoom]").value = this.settings.zoom;
    for (const field of tools.querySelectorAll("[data-set]")) {
      field.addEventListener(field.dataset.set === "text" ? "input" : "change", () => this.choose(field.dataset.set, field.value));
    }
    tools.closest("form").addEventListener("submit", (event) => {
      if (document.activeElement?.dataset.set === "text") event.preventDefault();
    });
  }

  start() {
    arrived(this.root);
    this.sheet.refresh();
    this.minimap.drawSoon();
    this.sheet.bringInstantIntoView(this.settings.days.today);
    this.keys.rove(0, -1);
    const kept = this.session.kept();
    if (kept.length && this.mayEdit) {
      this.session.steps = kept;
      this.shown(this.session.preview());
    }
  }

  // What the server answered ----------------------------------------------------------------------
  take(answer, n) {
    if (n === 0 && this.taken !== "[]") this.consequences.tell(this.settings.words.asStored);
    this.taken = JSON.stringify(this.session.edits);
    this.portfolio.tryLinks(this.session.edits.filter(isAcross), (name) => this.nameOf(name));
    this.plan.differ(this.base, this.portfolio.changes(this.plan, answer.projects));
    const before = n ? this.base : null;
    this.formats.before = before;
    this.sheet.chart.before = before;
    const named = (one) => ({
      ...one, uid: nameOf(one.project, one.uid), name: `${one.project} · ${one.name}`, gate: one.gate ? `${one.project} ${one.gate}` : "",
    });
    const { effect, elsewhere } = answer;
    this.consequences.show({ ...effect, moved: [], gates: effect.gates.map(named), milestones: effect.milestones.map(named) }, n);
    if (elsewhere.length) {
      const codes = elsewhere.map((one) => `${one.code} ${this.formats.day(one.finish)}`).join(", ");
      this.consequences.strip.querySelector("[data-effect]").append(` · ${this.settings.words.elsewhere.replace("{codes}", codes)}`);
    }
    if (!this.effects.hidden) this.consequences.list(this.effects.querySelector("[data-effect-list]"));
    this.buttons();
    this.stretch();
    this.refresh();
    requestAnimationFrame(() => performance.mark("planning:previewed"));
  }

  stretch() {
    const { scale } = this.sheet;
    const finish = Math.max(...this.portfolio.projects.map((one) => this.plan.value(this.plan.rowOf.get(one.code), "finish") ?? 0));
    if (scale.x(finish) + 100 > scale.width) scale.width = Math.ceil(scale.x(finish) + 200);
  }

  refresh() {
    const hadFocus = this.keys.hasFocus;
    this.sheet.refresh();
    this.keys.stay(hadFocus);
    this.minimap.drawSoon();
  }

  // Folding: the tasks of a project come when it unfolds -------------------------------------------
  async fold(row, isFolded) {
    const uid = this.plan.value(row, "uid");
    const project = this.portfolio.byCode.get(uid);
    this.plan.fold(row, isFolded);
    this.refresh();
    this.keys.goTo(this.plan.placeOf[this.plan.rowOf.get(uid)], -1);
    if (isFolded || !project || project.isWhole) return;
    await this.load(uid);
    this.keys.goTo(this.plan.placeOf[this.plan.rowOf.get(uid)], -1);
  }

  async load(code) {
    const address = `${this.settings.urls.data}?project=${encodeURIComponent(code)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) {
      this.say(this.settings.words.notArrived);
      return;
    }
    this.portfolio.load(code, (await answer.json()).columns);
    this.session.open.add(code);
    this.arrange();
    if (this.session.edits.length) this.shown(this.session.preview()); // what is new on the page is not as stored
  }

  // The outline anew, with what was loaded or grouped otherwise.
  arrange() {
    const columns = this.portfolio.columns();
    this.base.take(columns);
    this.plan.take(copied(columns));
    this.refresh();
  }

  // Editing ----------------------------------------------------------------------------------------
  keep(edits) {
    if (edits.some((edit) => !this.mayTouch(edit))) this.say(this.settings.words.notHere);
    else super.keep(edits);
  }

  // A predecessor may lie where the reader only looks.
  mayTouch(edit) {
    return (edit.uids ?? [edit.uid ?? edit.successor]).every((name) => this.portfolio.mayEdit(name));
  }

  tryOut(edits) {
    if (edits.every((edit) => this.mayTouch(edit))) super.tryOut(edits);
  }

  dropAll() {
    this.session.clear();
    this.closeEffects();
    this.shown(this.session.preview());
  }

  get uids() {
    const { selected } = this.sheet.rows;
    const chosen = this.plan.columns.uid.filter((uid) => selected.has(uid));
    return (chosen.length ? chosen : [this.plan.value(this.keys.row, "uid")]).filter((uid) => !Number.isNaN(partsOf(uid).uid));
  }

  // On a project or programme as a whole there is nothing to do; that is told.
  keepOrTell(edits) {
    if (this.uids.length) super.keepOrTell(edits);
    else this.notHere();
  }

  shiftDays(days) {
    if (this.uids.length) super.shiftDays(days);
    else this.notHere();
  }

  lengthen(days) {
    if (this.uids.length) super.lengthen(days);
    else this.notHere();
  }

  // A link between two projects that is only tried is taken back; others go with the plan that waits.
  unlink() {
    const { uids } = this;
    const edits = this.edits.unlink(uids);
    if (edits.length || !this.session.withoutLinks(uids)) this.keepOrTell(edits);
    else this.shown(this.session.preview());
  }

  // The outline of a project, and what is done by hand, are changed on its own page.
  indent() {
    this.notHere();
  }

  place() {
    this.notHere();
  }

  toggleManual() {
    this.notHere();
  }

  insert() {
    this.notHere();
  }

  remove() {
    this.notHere();
  }

  notHere() {
    this.consequences.tell(this.settings.words.notHere);
  }

  // Walking and choosing ----------------------------------------------------------------------------
  // Why a date is what it is, the page of the project itself tells.
  explainSoon() {}

  escape() {
    if (!this.sheet.rows.selected.size && !this.session.trial && !this.effects.hidden) this.closeEffects();
    if (this.mayEdit && !this.session.edits.length) this.consequences.reveal(false); // a refusal was read
    this.sheet.rows.selected.clear();
    if (this.session.trial) this.drop();
    this.refresh();
  }

  goToTask(name) {
    const row = this.plan.rowOf.get(name);
    if (row === undefined) return;
    if (this.plan.placeOf[row] < 0) {
      this.plan.reveal(row);
      this.sheet.refresh();
    }
    this.sheet.bringInstantIntoView(this.plan.value(row, "finish") ?? this.settings.days.today);
    this.keys.goTo(this.plan.placeOf[row], -1);
  }

  nameOf(name) {
    const row = this.plan.rowOf.get(name);
    return row === undefined ? name : this.plan.value(row, "name");
  }

  // The plan of the project itself, at this task, with the reason for its date.
  open() {
    const { code, uid } = partsOf(this.plan.value(this.keys.row, "uid"));
    if (!this.portfolio.byCode.has(code)) return;
    const address = this.settings.urls.project.replace("CODE", encodeURIComponent(code));
    location.assign(Number.isNaN(uid) ? address : `${address}?task=${uid}`);
  }

  showEffects() {
    this.panel.hidden = false;
    this.effects.hidden = false;
    this.root.classList.add("with-aside");
    this.consequences.list(this.effects.querySelector("[data-effect-list]"));
    document.querySelector("[data-do=showEffects]").setAttribute("aria-expanded", "true");
    this.effects.querySelector("h2").focus();
  }

  closeEffects() {
    this.panel.hidden = true;
    this.effects.hidden = true;
    this.root.classList.remove("with-aside");
    document.querySelector("[data-do=showEffects]").setAttribute("aria-expanded", "false");
    this.keys.goTo(this.keys.place);
  }

  openPropose() {
    const { effect } = this.consequences;
    if (effect && this.session.edits.length) this.proposing?.open(this.consequences.summary(effect));
  }

  closePropose() {
    this.proposing.dialog.close();
  }

  // What the tools choose ------------------------------------------------------------------------------
  choose(name, value) {
    if (name === "zoom") {
      this.zoom(value);
      return;
    }
    if (name === "group") {
      this.portfolio.byProgramme = value === "programme";
      this.arrange();
      if (this.session.edits.length) this.shown(this.session.preview());
      this.tellRows();
      return;
    }
    this.wanted = { ...this.wanted, [name]: value };
    const tests = this.tests();
    this.plan.filter(tests.length ? (row) => tests.every((test) => test(row)) : null);
    this.refresh();
    this.tellRows();
  }

  // What one stands on is still in sight, else today.
  zoom(name) {
    this.sheet.setScale(new Scale(name, this.plan.columns.plan.start, this.plan.columns.plan.finish));
    const { row } = this.keys;
    this.sheet.showInstant((row === undefined ? null : this.plan.value(row, "start")) ?? this.settings.days.today);
    this.minimap.drawSoon();
  }

  tellRows() {
    this.root.querySelector("[data-none]").hidden = this.plan.visible.length > 0;
    this.consequences.tell(this.settings.words.rowsShown.replace("{n}", this.plan.visible.length));
  }

  clearFilters() {
    for (const name of ["text", "only"]) document.querySelector(`[data-plan-tools] [data-set=${name}]`).value = "";
    this.wanted = {};
    this.choose("text", "");
    this.keys.goTo(this.keys.place);
  }

  tests() {
    const { plan, formats } = this;
    const { chart } = this.sheet;
    const text = this.wanted.text?.trim().toLowerCase();
    const isTask = (row) => !plan.is(row, SUMMARY);
    const only = {
      critical: (row) => isTask(row) && plan.is(row, CRITICAL),
      milestones: (row) => (isTask(row) && plan.is(row, MILESTONE)) || Boolean(plan.value(row, "gate")),
      late: (row) => isTask(row) && !isDone(plan, row) && formats.deviation(plan, row).startsWith("+"),
      linked: (row) => chart.isLinked(plan.value(row, "uid")),
      changed: (row) => isTask(row) && formats.isChanged(plan, row),
    }[this.wanted.only];
    const has = (row) => plan.value(row, "name").toLowerCase().includes(text) || plan.value(row, "wbs").toLowerCase() === text;
    return [text && has, only].filter(Boolean);
  }
}

export async function startPortfolioPlan() {
  const root = document.querySelector("[data-portfolio-plan]");
  if (!root) return;
  const settings = JSON.parse(document.getElementById("portfolio-plan-settings").textContent);
  const address = settings.query ? `${settings.urls.data}?${settings.query}` : settings.urls.data;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) {
    didNotArrive(root, settings.words);
    return;
  }
  const held = await answer.json();
  performance.mark("planning:data");
  new PortfolioPage(root, held, settings);
  requestAnimationFrame(() => performance.mark("planning:painted"));
}
