// The page with the plans of a portfolio: the parts of the planning page on several plans, with the links between them.
import { onCombination, onLetter } from "../keys.js";
import { openField, Meanings } from "./cell_edit.js";
import { Consequences } from "./consequences.js";
import { Formats } from "./formats.js";
import { GridKeys } from "./grid_keys.js";
import { Head } from "./head.js";
import { Minimap } from "./minimap.js";
import { copied, CRITICAL, ELAPSED, MILESTONE, Plan, SUMMARY } from "./plan.js";
import { Pointer } from "./pointer.js";
import { PortfolioChart } from "./portfolio_chart.js";
import { Portfolio, nameOf, partsOf } from "./portfolio_plan.js";
import { PortfolioSession } from "./portfolio_session.js";
import { Proposing } from "./proposing.js";
import { Rows } from "./rows.js";
import { Scale } from "./scale.js";
import { isDone } from "./shapes.js";
import { Sheet } from "./sheet.js";

const DAY = 86400;
const AGAIN = 5000; // milliseconds until the server is tried again
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

class PortfolioPage {
  constructor(root, held, settings) {
    Object.assign(this, { root, settings, mayEdit: settings.mayEdit });
    this.portfolio = new Portfolio(held, settings.words);
    const columns = this.portfolio.columns();
    this.base = new Plan(columns);
    this.plan = new Plan(copied(columns));
    this.formats = new PortfolioFormats(settings.words, this.portfolio);
    const bases = Object.fromEntries(held.projects.map((one) => [one.code, one.base]));
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.session = new PortfolioSession(settings.urls, bases, settings.key, token);
    for (const { code } of held.projects) this.plan.folded.add(code);
    this.plan.refresh();
    this.sheet = this.madeSheet();
    this.meanings = new Meanings(this.plan, this.formats, settings.words);
    this.aside = root.querySelector("[data-aside]");
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
    onCombination("z", () => this.undo());
    onCombination("y", () => this.shown(this.session.redo()));
    onLetter("w", () => this.open());
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this[button.dataset.do]?.();
    });
    addEventListener("online", () => this.again());
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
    this.root.querySelector("[data-waiting]").remove();
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
  async shown(asking) {
    const answer = await asking;
    if (!answer || answer.isAborted) return;
    clearTimeout(this.waiting);
    if (answer.status === 200) this.take(answer, this.session.edits.length);
    else if (answer.said) {
      this.session.refuseLast();
      this.say(answer.said);
    } else {
      this.say(answer.isPage ? this.settings.words.ended : this.settings.words.offline);
      this.waiting = setTimeout(() => this.again(), AGAIN);
    }
  }

  say(text) {
    this.consequences.refuse(text, this.session.steps.length > 0);
  }

  again() {
    if (this.session.edits.length) this.shown(this.session.preview());
  }

  take(answer, n) {
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
    const undo = document.querySelector("[data-do=undo]");
    if (undo) undo.disabled = !this.session.steps.length;
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
    this.sheet.refresh();
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
    this.again();
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
    const refused = edits.some((edit) => this.touched(edit).some((name) => !this.portfolio.mayEdit(name)));
    if (refused || !edits.length) {
      if (refused) this.say(this.settings.words.notHere);
      return;
    }
    this.shown(this.session.add(edits));
  }

  // The tasks that an edit changes; a predecessor may lie where the reader only looks.
  touched(edit) {
    return edit.uids ?? [edit.uid ?? edit.successor];
  }

  tryOut(edits) {
    if (edits.every((edit) => this.touched(edit).every((name) => this.portfolio.mayEdit(name)))) this.shown(this.session.tryOut(edits));
  }

  drop() {
    this.session.trial = null;
    this.shown(this.session.preview());
  }

  undo() {
    const asking = this.session.undo();
    if (asking) this.shown(asking);
    else this.consequences.tell(this.settings.words.nothingToUndo);
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

  // By days of work as most calendars have them: a weekend counts as one step.
  shiftDays(days) {
    this.keep(this.uids.map((uid) => {
      let start = this.plan.value(this.plan.rowOf.get(uid), "start");
      do start += days * DAY; while ([0, 6].includes(new Date(start * 1000).getUTCDay()));
      return { edit: "Move", uid, start };
    }));
  }

  lengthen(days) {
    this.keep(this.uids.map((uid) => {
      const row = this.plan.rowOf.get(uid);
      const perDay = this.plan.is(row, ELAPSED) ? DAY : this.portfolio.secondsPerDay(uid);
      const duration = this.plan.value(row, "duration") + days * perDay;
      return { edit: "Resize", uids: [uid], duration: Math.max(duration, 0) };
    }));
  }

  // Each waits for the one before it, in the order of the page, also across projects.
  link() {
    const { uids } = this;
    if (uids.length < 2) this.consequences.tell(this.settings.words.chooseTwo);
    this.keep(uids.slice(1).map((successor, at) => ({ edit: "Link", predecessor: uids[at], successor })));
  }

  unlink() {
    const chosen = new Set(this.uids);
    const uid = (row) => this.plan.value(row, "uid");
    this.keep(this.plan.columns.links.filter(([before, after]) => chosen.has(uid(before)) && chosen.has(uid(after)))
      .map(([before, after]) => ({ edit: "Unlink", predecessor: uid(before), successor: uid(after) })));
  }

  edit(place, column) {
    const row = this.plan.visible[place];
    const at = column < 0 ? FIELDS.indexOf("start") : column;
    const name = FIELDS[at];
    if (row === undefined || !this.formats.mayEdit(this.plan, row, name)) {
      this.consequences.tell(this.settings.words.notThisTask.replace("{name}", this.settings.words.fields[name]));
      return;
    }
    const label = `${this.settings.words.fields[name]}, ${this.plan.value(row, "name")}`;
    openField(this.sheet.rows.fill(place).children[at], { value: this.meanings.value(row, name), label }, (text, then) => {
      this.sheet.rows.fill(place);
      this.keys.goTo(place + ({ up: -1, down: 1 }[then] ?? 0), at + ({ left: -1, right: 1 }[then] ?? 0));
      if (text === undefined) return;
      const meant = this.meanings.edits(row, name, text, [this.plan.value(row, "uid")]);
      if (meant.said) this.say(meant.said);
      else this.keep(meant.edits);
    });
  }

  // The outline of a project, and what is done by hand, are changed on its own page.
  indent() { this.notHere(); }
  place() { this.notHere(); }
  toggleManual() { this.notHere(); }
  insert() { this.notHere(); }
  remove() { this.notHere(); }
  notHere() {
    this.consequences.tell(this.settings.words.notHere);
  }

  // Walking and choosing ----------------------------------------------------------------------------
  select(place) {
    this.keys.goTo(place, -1);
  }

  moved() {}

  toggle(place) {
    const uid = this.plan.value(this.plan.visible[place], "uid");
    const { selected } = this.sheet.rows;
    if (!selected.delete(uid)) selected.add(uid);
    this.tellSelected();
  }

  extend(place) {
    this.extendTo(place);
  }

  extendTo(place) {
    const last = Math.min(Math.max(place, 0), this.plan.visible.length - 1);
    const [from, until] = [Math.min(this.keys.place, last), Math.max(this.keys.place, last)];
    for (let at = from; at <= until; at += 1) this.sheet.rows.selected.add(this.plan.value(this.plan.visible[at], "uid"));
    this.keys.goTo(last);
    this.tellSelected();
  }

  selectAll() {
    for (const row of this.plan.visible) this.sheet.rows.selected.add(this.plan.value(row, "uid"));
    this.tellSelected();
  }

  tellSelected() {
    this.sheet.rows.refresh();
    this.consequences.tell(this.settings.words.selected.replace("{n}", this.sheet.rows.selected.size));
  }

  escape() {
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
    this.aside.hidden = false;
    this.effects.hidden = false;
    this.root.classList.add("with-aside");
    this.consequences.list(this.effects.querySelector("[data-effect-list]"));
    document.querySelector("[data-do=showEffects]").setAttribute("aria-expanded", "true");
    this.effects.querySelector("h2").focus();
  }

  closeEffects() {
    this.aside.hidden = true;
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
      this.sheet.setScale(new Scale(value, this.plan.columns.plan.start, this.plan.columns.plan.finish));
      this.minimap.drawSoon();
      return;
    }
    if (name === "group") {
      this.portfolio.byProgramme = value === "programme";
      this.arrange();
      this.again();
      return;
    }
    this.wanted = { ...this.wanted, [name]: value };
    const tests = this.tests();
    this.plan.filter(tests.length ? (row) => tests.every((test) => test(row)) : null);
    this.refresh();
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
    root.querySelector("[data-waiting]").textContent = settings.words.notArrived;
    return;
  }
  const held = await answer.json();
  performance.mark("planning:data");
  new PortfolioPage(root, held, settings);
  requestAnimationFrame(() => performance.mark("planning:painted"));
}
