// What the page does to a plan: each edit is a step that is previewed, and can be taken back.
import { isField } from "../keys.js";
import { openField } from "./cell_edit.js";
import { Walking } from "./walking.js";

const AGAIN = 5000; // milliseconds until the server is tried again
const UNFIT = [400, 422]; // answers that say an edit cannot be; others say nothing about the edits

// To be extended by a page, which has edits, meanings, formats, settings and take(answer, number of edits) as well,
// and says in ``taken`` which edits the plan is shown with.
export class Editing extends Walking {
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

  buttons() {
    const undo = document.querySelector("[data-do=undo]");
    if (undo) undo.disabled = !this.session.steps.length;
  }

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

  indentMore() {
    this.indent(1);
  }

  indentLess() {
    this.indent(-1);
  }

  placeUp() {
    this.place(-1);
  }

  placeDown() {
    this.place(1);
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
}
