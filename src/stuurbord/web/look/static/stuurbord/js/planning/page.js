// The planning page: puts the parts together and gives every key, click and drag its meaning.
import { isField, onCombination, onLetter } from "../keys.js";
import { Aside } from "./aside.js";
import { Meanings, openField } from "./cell_edit.js";
import { Chart } from "./chart.js";
import { Consequences } from "./consequences.js";
import { Edits } from "./edits.js";
import { Formats } from "./formats.js";
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

const AGAIN = 5000; // milliseconds until the server is tried again
const UNFIT = [400, 422]; // answers that say an edit cannot be; others say nothing about the edits
const CALM = 500; // milliseconds without edits before the simulation is asked

class Page {
  constructor(root, { columns, proposal }, settings) {
    Object.assign(this, { root, settings });
    const { words } = settings;
    this.base = new Plan(columns);
    this.plan = new Plan(copied(columns));
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
    onCombination("z", (event) => this.takeBack(() => (event.shiftKey ? this.redo() : this.undo())));
    onCombination("y", () => this.takeBack(() => this.redo()));
    onLetter("w", () => this.explain());
    onLetter("p", () => this.showPath(this.plan.value(this.keys.row, "uid")));
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this[button.dataset.do]?.();
    });
    addEventListener("online", () => this.again());
    addEventListener("beforeunload", () => this.session.keep());
  }

  start(proposal) {
    const { settings } = this;
    const dialog = document.getElementById("propose");
    this.proposing = dialog ? new Proposing(dialog, this.session, settings.words, settings.variant) : null;
    this.root.querySelector("[data-waiting]").remove();
    this.sheet.refresh();
    this.minimap.drawSoon();
    this.startWhereWorkGoesOn();
    if (proposal) this.take(proposal, null);
    const kept = settings.edits.length ? [settings.edits] : this.session.kept();
    if (kept.length && this.mayEdit) {
      this.session.steps = kept;
      this.shown(this.session.preview());
    } else if (this.mayEdit && this.session.keptEarlier()) this.layOn(this.session.keptEarlier());
    if (settings.urls.presence && this.mayEdit) {
      this.presence = new Presence(document.querySelector("[data-others]"), this.session, settings.words);
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
    this.sheet.showInstant(today ?? this.plan.columns.plan.start);
    if (row !== undefined) {
      this.goToTask(asked, true);
      return;
    }
    const place = this.placeOfOpenWork();
    this.sheet.box.scrollTop = place * ROW;
    this.sheet.follow();
    this.keys.rove(place, -1);
  }

  // The row of the summary above the first task that is not finished.
  placeOfOpenWork() {
    const { plan } = this;
    const row = plan.visible.find((one) => !plan.is(one, SUMMARY) && plan.value(one, "start") !== null && !isDone(plan, one));
    if (row === undefined) return 0;
    return plan.placeOf[plan.parents[row] >= 0 ? plan.parents[row] : row];
  }

  // What the server answered ----------------------------------------------------------------------
  // said: what has to be told beside what comes of the edits.
  async shown(asking, said = "") {
    const answer = await asking;
    if (!answer || answer.isAborted) return;
    clearTimeout(this.waiting);
    if (answer.status === 200) {
      this.take(answer, this.session.edits.length);
      if (said) this.say(said);
    } else if (answer.said && UNFIT.includes(answer.status)) await this.refuse(answer.said);
    else if (answer.said) this.say(answer.said);
    else this.lost(answer);
  }

  // What cannot be goes; where the plan shows something tried before, it is shown as it stands.
  async refuse(said) {
    this.session.refuseLast();
    this.say(said);
    this.buttons();
    if (JSON.stringify(this.session.edits) !== this.taken) await this.shown(this.session.preview(), said);
  }

  // Tells what cannot be, beside the edits that stand.
  say(text) {
    this.consequences.refuse(text, this.session.steps.length > 0);
  }

  // Nothing is lost: the edits are kept in this tab, and the server is asked again.
  lost(answer) {
    this.say(answer.isPage ? this.settings.words.ended : this.settings.words.offline);
    this.waiting = setTimeout(() => this.again(), AGAIN);
  }

  again() {
    if (JSON.stringify(this.session.edits) !== this.taken) this.shown(this.session.preview());
  }

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
    if (!this.settings.urls.p80 || !n || this.session.trial) return;
    this.calm = setTimeout(async () => {
      const round = this.session.round;
      const answer = await this.session.ask(this.settings.urls.p80);
      if (answer.status !== 200 || round !== this.session.round || answer.days === undefined) return;
      this.consequences.showP80(answer.days === null ? null : ["P80", this.formats.signed(answer.days)]);
    }, CALM);
  }

  refresh() {
    const hadFocus = this.keys.hasFocus;
    this.sheet.rows.path = this.sheet.chart.path?.rows ?? null;
    this.sheet.refresh();
    this.keys.stay(hadFocus);
    this.minimap.drawSoon();
  }

  buttons() {
    const undo = document.querySelector("[data-do=undo]");
    if (undo) undo.disabled = !this.session.steps.length;
  }

  // Editing ----------------------------------------------------------------------------------------
  keep(edits) {
    const meant = edits.filter((edit) => !edit.uids || edit.uids.length);
    if (!this.mayEdit) this.consequences.tell(this.settings.words.readOnly);
    else if (meant.length) this.shown(this.session.add(meant));
    else if (edits.length) this.consequences.tell(this.settings.words.notThisTask.replace("{name}", this.nameOf(this.keys.uid)));
  }

  tryOut(edits) {
    this.shown(this.session.tryOut(edits));
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

  // A field has its own undoing.
  takeBack(act) {
    if (isField(document.activeElement) || document.querySelector("dialog[open]")) return false;
    act();
    return true;
  }

  redo() {
    this.shown(this.session.redo());
  }

  dropAll() {
    this.session.clear();
    this.aside.hideEffects();
    this.markEffects();
    this.shown(this.session.preview());
    this.keys.goTo(this.keys.place);
  }

  get uids() {
    const { selected } = this.sheet.rows;
    const chosen = this.plan.columns.uid.filter((uid) => selected.has(uid));
    return (chosen.length ? chosen : [this.plan.value(this.keys.row, "uid")]).filter((uid) => uid >= 0);
  }

  // In a plan grouped otherwise, above and below mean nothing.
  get isOutline() {
    if (this.plan.grouping) this.consequences.tell(this.settings.words.onlyOutline);
    return !this.plan.grouping;
  }

  shiftDays(days) {
    this.keep(this.edits.move(this.uids, days));
  }

  lengthen(days) {
    this.keep(this.edits.lengthen(this.uids, days));
  }

  indent(levels) {
    if (this.isOutline) this.keep([{ edit: "Shift", uids: this.uids, levels }]);
  }

  place(by) {
    if (this.isOutline) this.keep(this.edits.place(this.keys.row, by));
  }

  link() {
    this.keepOrTell(this.edits.link(this.uids));
  }

  unlink() {
    this.keepOrTell(this.edits.unlink(this.uids));
  }

  keepOrTell(edits) {
    if (edits.length) this.keep(edits);
    else this.consequences.tell(this.settings.words.chooseTwo);
  }

  toggleManual() {
    this.keep(this.edits.toggleManual(this.keys.row, this.uids));
  }

  insert() {
    if (!this.mayEdit) this.consequences.tell(this.settings.words.readOnly);
    if (!this.mayEdit || !this.isOutline) return;
    const edit = this.edits.insert(this.keys.row);
    this.shown(this.session.add([edit])).then(() => {
      if (!this.plan.rowOf.has(edit.uid)) return; // refused, or taken back meanwhile
      this.goToTask(edit.uid);
      this.edit(this.keys.place, this.columnOf("name"));
    });
  }

  remove() {
    this.keep([{ edit: "Remove", uids: this.uids }]);
    this.sheet.rows.selected.clear();
  }

  columnOf(name) {
    return this.sheet.rows.fields.findIndex((field) => field.name === name);
  }

  // Opens a cell; what is typed counts for all selected tasks where that makes sense.
  edit(place, column) {
    const row = this.plan.visible[place];
    const field = this.sheet.rows.fields[column < 0 ? this.columnOf("name") : column];
    if (row === undefined) return;
    if (!this.mayEdit) {
      this.consequences.tell(this.settings.words.readOnly);
      return;
    }
    const name = this.plan.value(row, "name");
    if (!this.formats.mayEdit(this.plan, row, field.name)) {
      this.consequences.tell(this.settings.words.notThisTask.replace("{name}", this.settings.words.fields[field.name]));
      return;
    }
    const at = this.sheet.rows.fields.indexOf(field);
    const own = this.plan.value(row, "uid");
    const uids = this.meanings.isOfMany(field.name) && this.sheet.rows.selected.has(own) ? this.uids : [own];
    const many = uids.length > 1 ? `, ${this.settings.words.forTasks.replace("{n}", uids.length)}` : "";
    openField(this.sheet.rows.fill(place).children[at], {
      value: this.meanings.value(row, field.name),
      label: `${this.settings.words.fields[field.name]}, ${name}${many}`,
      choices: this.meanings.choices(field.name),
      suggestions: this.meanings.suggestions(field.name),
    }, (text, then) => this.typed(text, { own, at, field, uids, place, then }));
  }

  // Rows may have come meanwhile: the task is found anew.
  typed(text, { own, at, field, uids, place, then }) {
    const row = this.plan.rowOf.get(own);
    const now = this.plan.placeOf[row] ?? place;
    this.sheet.rows.fill(place);
    if (then) this.keys.goTo(now + ({ up: -1, down: 1 }[then] ?? 0), at + ({ left: -1, right: 1 }[then] ?? 0));
    else if (document.activeElement === document.body) this.keys.goTo(now, at);
    if (text === undefined || row === undefined) return;
    const meant = this.meanings.edits(row, field.name, text, uids);
    if (meant.said) this.say(meant.said);
    else this.keep(meant.edits);
  }

  // Walking and choosing ----------------------------------------------------------------------------
  select(place) {
    this.keys.goTo(place, -1);
  }

  moved(place) {
    this.sheet.rows.setCurrent(this.plan.value(this.plan.visible[place], "uid"));
    if (!this.aside.why.hidden && !this.aside.why.contains(document.activeElement)) {
      clearTimeout(this.explaining);
      this.explaining = setTimeout(() => this.explain(), 150);
    }
  }

  fold(row, isFolded) {
    const uid = this.plan.value(row, "uid");
    this.plan.fold(row, isFolded);
    this.sheet.refresh();
    this.minimap.drawSoon();
    this.keys.goTo(this.plan.placeOf[this.plan.rowOf.get(uid)], -1);
  }

  toggle(place) {
    const uid = this.plan.value(this.plan.visible[place], "uid");
    const { selected } = this.sheet.rows;
    if (!selected.delete(uid)) selected.add(uid);
    this.tellSelected();
  }

  extend(place) {
    const { selected } = this.sheet.rows;
    selected.add(this.plan.value(this.keys.row, "uid"));
    this.keys.goTo(place);
    selected.add(this.plan.value(this.keys.row, "uid"));
    this.tellSelected();
  }

  extendTo(place) {
    const [from, until] = [Math.min(this.keys.place, place), Math.max(this.keys.place, place)];
    for (let at = from; at <= until; at += 1) this.sheet.rows.selected.add(this.plan.value(this.plan.visible[at], "uid"));
    this.keys.goTo(place);
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
    const isNothing = !this.sheet.rows.selected.size && !this.sheet.chart.path && !this.session.trial;
    if (isNothing && this.aside.isOpen) this.aside.close();
    this.sheet.rows.selected.clear();
    this.sheet.chart.path = null;
    if (this.session.trial) this.drop();
    this.refresh();
  }

  goToTask(uid, explains = false) {
    const row = this.plan.rowOf.get(uid);
    if (row === undefined) return;
    if (this.plan.placeOf[row] < 0) {
      this.plan.reveal(row);
      this.sheet.refresh();
    }
    const start = this.plan.value(row, "start");
    if (start !== null) this.sheet.bringInstantIntoView(start);
    this.keys.goTo(this.plan.placeOf[row], -1);
    if (explains) this.explain();
  }

  // The panel closed: what was tried from it goes with it.
  backToGrid() {
    this.markEffects();
    if (this.session.trial) this.drop();
    this.keys.goTo(this.keys.place);
  }

  nameOf(uid) {
    const row = this.plan.rowOf.get(uid) ?? this.base.rowOf.get(uid);
    return (this.plan.rowOf.has(uid) ? this.plan : this.base).value(row, "name");
  }

  // Explaining ---------------------------------------------------------------------------------------
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

  zoom(name) {
    this.sheet.setScale(new Scale(name, this.plan.columns.plan.start, this.plan.columns.plan.finish));
    this.minimap.drawSoon();
  }

  draw(name, value) {
    this.sheet.chart.shows[name] = value;
  }

  showColumns(names) {
    this.sheet.rows.setFields(names.map((name) => ({ name, isHeader: name === "name" })));
  }
}

export async function startPlanning() {
  const root = document.querySelector("[data-planning]");
  if (!root) return;
  const settings = JSON.parse(document.getElementById("planning-settings").textContent);
  const answer = await fetch(settings.urls.data, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) {
    root.querySelector("[data-waiting]").textContent = settings.words.notArrived;
    return;
  }
  const held = await answer.json();
  performance.mark("planning:data");
  const page = new Page(root, held, settings);
  requestAnimationFrame(() => performance.mark("planning:painted"));
  return page;
}
