// The planning page: puts the parts together and gives every key, click and drag its meaning.
import { onCombination, onLetter } from "../keys.js";
import { arrived, didNotArrive } from "./arrival.js";
import { Aside } from "./aside.js";
import { Meanings } from "./cell_edit.js";
import { Chart } from "./chart.js";
import { Consequences } from "./consequences.js";
import { Editing } from "./editing.js";
import { Edits } from "./edits.js";
import { Formats, OWN } from "./formats.js";
import { GridKeys } from "./grid_keys.js";
import { Head } from "./head.js";
import { Minimap } from "./minimap.js";
import { drivingPath } from "./paths.js";
import { copied, Plan, SUMMARY } from "./plan.js";
import { Pointer } from "./pointer.js";
import { Presence } from "./presence.js";
import { Proposing } from "./proposing.js";
import { Rows } from "./rows.js";
import { Scale } from "./scale.js";
import { Session } from "./session.js";
import { isDone, ROW } from "./shapes.js";
import { Sheet } from "./sheet.js";
import { Toolbar } from "./toolbar.js";

const CALM = 500; // milliseconds without edits before the simulation is asked

class Page extends Editing {
  constructor(root, { columns, proposal }, settings) {
    super();
    Object.assign(this, { root, settings });
    const { words } = settings;
    this.base = new Plan(columns);
    this.plan = this.base.twin();
    this.formats = new Formats(words, columns.plan.resources);
    this.formats.isEditable = settings.mayEdit;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.session = new Session(settings.urls, settings.base, settings.key, token);
    this.session.nothing = { changes: {}, links: null, effect: null };
    this.taken = "[]"; // the edits that the plan is shown with
    this.sheet = this.madeSheet();
    this.edits = new Edits(this.plan, this.session, words, settings.closures);
    this.meanings = new Meanings(this.plan, this.formats, words);
    this.aside = new Aside(root.querySelector("[data-aside]"), this.session, this);
    const strip = document.querySelector("[data-consequences]") ?? document.querySelector(".plan-band");
    this.consequences = new Consequences(strip, root.querySelector("[data-live]"), words, this.formats, this);
    this.keys = new GridKeys(this.sheet, this);
    this.pointer = new Pointer(this.sheet, this);
    this.toolbar = new Toolbar(document.querySelector("[data-plan-tools]"), this.plan, this.formats, words, this);
    this.listen();
    this.start(proposal);
  }

  get isDragging() {
    return Boolean(this.pointer.drag);
  }

  get mayEdit() {
    return this.settings.mayEdit;
  }

  madeSheet() {
    const { settings } = this;
    const box = this.root.querySelector("[data-plan-box]");
    const scale = new Scale(settings.zoom, this.base.columns.plan.start, this.base.columns.plan.finish);
    const rows = new Rows(box.querySelector("[role=treegrid]"), this.plan, this.formats, []);
    const chart = new Chart(box.querySelector("[data-plan-chart]"), this.plan, scale, settings);
    chart.label = (row) => this.labelOf(row);
    const head = new Head(box.querySelector("[data-plan-head]"), scale, settings.words);
    head.today = settings.days.today;
    const sheet = new Sheet(box, this.plan, scale, rows, chart, head);
    this.minimap = new Minimap(this.root.querySelector("[data-plan-map]"), sheet);
    sheet.onView = (view) => this.minimap.show(view);
    return sheet;
  }

  labelOf(row) {
    const value = (name) => this.plan.value(row, name);
    if (value("start") === null) return "";
    const who = this.sheet.chart.shows.names ? this.formats.people(value("people")) : "";
    if (!value("gate")) return who;
    const day = this.formats.day(value("finish")).slice(0, 5);
    const shift = this.formats.before ? this.formats.deviation(this.plan, row) : "";
    return [day, shift, who].filter(Boolean).join(" · ");
  }

  listen() {
    onCombination("p", () => location.assign(this.settings.urls.paper));
    onCombination("z", (event) => this.takeBack(() => (event.shiftKey ? this.redo() : this.undo())));
    onCombination("y", () => this.takeBack(() => this.redo()));
    onLetter("w", () => this.explain());
    onLetter("p", () => this.showPath(this.plan.value(this.keys.row, "uid")));
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button) return;
      this[button.dataset.do]?.();
      if (button.closest("[data-edit-menu]")) this.closeMenu(button.closest("details"));
    });
    addEventListener("online", () => this.again());
    addEventListener("beforeunload", () => this.session.keep());
  }

  start(proposal) {
    const { settings } = this;
    const dialog = document.getElementById("propose");
    this.proposing = dialog ? new Proposing(dialog, this.session, settings.words, settings.variant) : null;
    arrived(this.root);
    this.sheet.spread();
    this.startWhereWorkGoesOn();
    this.minimap.drawSoon();
    if (proposal) this.take(proposal, null);
    const own = this.session.kept(); // of a variant: what was changed in it and is not kept yet
    const kept = own.length ? own : settings.edits.map((edit) => [edit]);
    if (kept.length && this.mayEdit) {
      this.session.steps = kept;
      this.shown(this.session.preview());
    } else if (this.mayEdit && this.session.keptEarlier()) this.layOn(this.session.keptEarlier());
    if (settings.hasOwnColumns) this.askOwnColumns();
    if (settings.urls.presence && this.mayEdit) {
      // Who else is here may be told once the plan stands there.
      setTimeout(() => {
        this.presence = new Presence(document.querySelector("[data-others]"), this.session, settings.words);
      }, CALM);
    }
  }

  // Edits that were made on an earlier revision: on this one they stand by task, and what both touched is told.
  async layOn({ base, steps }) {
    this.session.steps = steps;
    await this.shown(this.session.preview());
    if (this.session.steps.length < steps.length) return; // what no longer can be is told already
    const tasks = this.session.touched;
    const answer = await this.session.send(this.settings.urls.presence, { base, n_edits: this.session.edits.length, tasks });
    const n = (answer.changed ?? []).filter((uid) => tasks.includes(uid)).length;
    const told = this.settings.words.laidOn;
    this.say(told.replace("{old}", base).replace("{number}", this.settings.base).replace("{n}", n));
  }

  startWhereWorkGoesOn() {
    const asked = Number(new URLSearchParams(location.search).get("task"));
    const row = this.plan.rowOf.get(asked);
    const today = this.settings.days.today;
    const place = row === undefined ? this.placeOfOpenWork() : this.plan.placeOf[row];
    this.sheet.showFirst(today ?? this.plan.columns.plan.start, place);
    if (row === undefined) this.keys.rove(place, -1);
    else this.goToTask(asked, true);
  }

  // The row of the summary above the first task that is not finished.
  placeOfOpenWork() {
    const { plan } = this;
    const row = plan.visible.find((one) => !plan.is(one, SUMMARY) && plan.value(one, "start") !== null && !isDone(plan, one));
    if (row === undefined) return 0;
    return plan.placeOf[plan.parents[row] >= 0 ? plan.parents[row] : row];
  }

  // What the server answered ----------------------------------------------------------------------
  take(answer, n) {
    if (answer.columns) {
      this.plan.take(answer.columns);
      this.isWhole = true;
    } else {
      if (this.isWhole) this.plan.take(copied(this.base.given));
      this.isWhole = false;
      this.plan.differ(this.base, answer.changes, answer.links);
    }
    if (n === 0 && this.taken !== "[]") this.consequences.tell(this.settings.words.asStored);
    if (n === 0) this.aside.hideEffects();
    this.markEffects();
    this.taken = JSON.stringify(this.session.edits);
    const before = n === 0 ? null : this.base;
    this.formats.before = before;
    this.sheet.chart.before = before;
    this.stretch();
    this.consequences.showP80(null);
    this.consequences.show(answer.effect, n);
    if (!this.aside.effects.hidden) this.consequences.list(this.aside.effects.querySelector("[data-effect-list]"));
    this.buttons();
    this.refresh();
    this.explainAnew();
    requestAnimationFrame(() => performance.mark("planning:previewed"));
    this.askP80(n);
  }

  // A plan that ends later than the scale reaches gets a longer scale.
  stretch() {
    const { scale } = this.sheet;
    const finish = this.plan.columns.plan.finish;
    if (scale.x(finish) + 100 > scale.width) scale.width = Math.ceil(scale.x(finish) + 200);
  }

  askP80(n) {
    clearTimeout(this.calm);
    const isProposal = n === null && this.settings.proposal;
    if (!this.settings.urls.p80 || (!n && !isProposal) || this.session.trial) return;
    this.calm = setTimeout(async () => {
      const round = this.session.round;
      const answer = await this.session.ask(this.settings.urls.p80, isProposal ? { proposal: isProposal } : {});
      if (answer.status !== 200 || round !== this.session.round || answer.days === undefined) return;
      this.consequences.showP80(this.p80Of(answer));
      if (!this.aside.effects.hidden) this.consequences.list(this.aside.effects.querySelector("[data-effect-list]"));
    }, CALM);
  }

  // [what, difference]: of the goal; onbepaald where the plan does not say what is uncertain.
  p80Of({ days, missing, goal }) {
    const name = goal ? `${goal} P80` : "P80";
    if (days === null) return missing?.length ? [name, this.settings.words.unknown] : null;
    return [name, this.formats.signed(days)];
  }

  refresh() {
    const hadFocus = this.keys.hasFocus;
    this.sheet.rows.path = this.sheet.chart.path?.rows ?? null;
    this.sheet.refresh();
    this.keys.stay(hadFocus);
    this.minimap.drawSoon();
  }

  // Explaining ---------------------------------------------------------------------------------------
  // The panel is about the plan as it is shown.
  explainAnew() {
    if (this.aside.why.hidden || this.isDragging) return;
    clearTimeout(this.explaining);
    this.explaining = setTimeout(() => {
      if (!this.aside.why.hidden && this.aside.uid !== null) this.aside.explain(this.aside.uid);
    }, 150);
  }

  async explain() {
    const uid = this.plan.value(this.keys.row, "uid");
    if (uid === undefined || uid < 0) return;
    const wasTold = this.aside.isOpen && this.aside.uid === uid;
    const answer = await this.aside.explain(uid);
    if (answer.status !== 200) {
      this.say(answer.said ?? this.settings.words.offline);
      return;
    }
    if (uid !== this.aside.uid) return; // somebody walked on
    if (!wasTold) this.consequences.tell(this.aside.gist);
    this.sheet.redraw();
    const start = this.plan.value(this.keys.row, "start");
    if (start !== null) this.sheet.bringInstantIntoView(start);
  }

  // Shows what would come if a task slipped; nothing is kept until somebody does it.
  slip(uid, days) {
    this.consequences.tell(this.settings.words.slips.replace("{name}", this.nameOf(uid)).replace("{n}", days));
    this.tryOut(this.edits.slip(this.plan.rowOf.get(uid), days));
    this.openEffects();
  }

  showPath(uid) {
    const row = this.plan.rowOf.get(uid);
    const { chart } = this.sheet;
    const isShown = chart.path?.uid === uid;
    chart.path = isShown ? null : { uid, ...drivingPath(this.plan, row) };
    this.refresh();
    if (!isShown) this.consequences.tell(`${this.settings.words.onPath}: ${chart.path.rows.size}`);
  }

  showEffects() {
    if (!this.aside.effects.hidden) {
      this.closeEffects();
      return;
    }
    this.openEffects();
    document.getElementById("effects-title").focus();
  }

  markEffects() {
    document.querySelector("[data-do=showEffects]")?.setAttribute("aria-expanded", String(!this.aside.effects.hidden));
  }

  openEffects() {
    this.aside.showEffects((box) => this.consequences.list(box));
    this.markEffects();
    this.sheet.redraw();
  }

  closeEffects() {
    this.aside.hideEffects();
    this.sheet.redraw();
    this.backToGrid();
  }

  openPropose() {
    const { effect } = this.consequences;
    if (effect) this.proposing?.open(this.consequences.summary(effect));
  }

  closePropose() {
    this.proposing.dialog.close();
  }

  keepVariant() {
    this.proposing.keepVariant();
  }

  // What the tools choose ------------------------------------------------------------------------------
  zoomName() {
    return this.sheet.scale.zoom;
  }

  clearFilters() {
    this.toolbar.clear();
    this.keys.goTo(this.keys.place);
  }

  // What one stands on is still in sight, else today.
  zoom(name) {
    this.sheet.setScale(new Scale(name, this.plan.columns.plan.start, this.plan.columns.plan.finish));
    const { row } = this.keys;
    const start = row === undefined ? null : this.plan.value(row, "start");
    this.sheet.showInstant(start ?? this.settings.days.today ?? this.plan.columns.plan.start);
    this.minimap.drawSoon();
  }

  // pixels: of the column of names; empty: what fits the window.
  nameWidth(pixels) {
    this.sheet.box.style.setProperty("--plan-name", pixels ? `${pixels}px` : "");
  }

  draw(name, value) {
    this.sheet.chart.shows[name] = value;
  }

  tellRows() {
    const none = this.root.querySelector("[data-none]");
    if (none) none.hidden = this.plan.visible.length > 0;
    this.consequences.tell(this.settings.words.rowsShown.replace("{n}", this.plan.visible.length));
  }

  showColumns(names) {
    const style = (name) => (name.startsWith(OWN) ? "own" : undefined);
    this.sheet.rows.setFields(names.map((name) => ({ name, isHeader: name === "name", style: style(name) })));
  }

  // What the file holds besides comes after the plan: reading it takes the server longer.
  async askOwnColumns() {
    const address = new URL(this.settings.urls.data, location.href);
    address.searchParams.set("eigen", "1");
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return; // the plan itself is there; the menu just offers no more columns
    const hadFocus = this.keys.hasFocus;
    this.toolbar.addOwn(this.formats.takeOwn((await answer.json()).own));
    this.keys.stay(hadFocus);
  }
}

export async function startPlanning() {
  const root = document.querySelector("[data-planning]");
  if (!root) return;
  const settings = JSON.parse(document.getElementById("planning-settings").textContent);
  const asked = fetch(settings.urls.data, { headers: { Accept: "application/json" } }).catch(() => null);
  root.getBoundingClientRect(); // the page is laid out while the plan is under way
  const answer = await asked;
  if (!answer?.ok) {
    didNotArrive(root, settings.words);
    return;
  }
  const held = await answer.json();
  performance.mark("planning:data");
  const page = new Page(root, held, settings);
  requestAnimationFrame(() => performance.mark("planning:painted"));
  return page;
}
