// Edit a cell where it stands. Enter saves and goes down, Tab goes right, Esc puts back what stood there.
import { startChoices } from "./cell_choices.js";
import { element } from "./register_list.js";

export class CellEditor {
  constructor(list, server, undo) {
    Object.assign(this, { list, server, undo });
    this.cell = null;
  }

  get isOpen() {
    return this.cell !== null;
  }

  async open(cell) {
    if (this.isOpen) {
      document.querySelector(".conflict button")?.focus(); // first choose between both values
      return;
    }
    const row = cell.parentElement;
    if (!this.list.canEdit(cell)) {
      const why = "locked" in row.dataset || !this.list.mayEdit ? "locked" : "computed";
      this.server.tell(this.list.words[why]);
      return;
    }
    this.cell = cell;
    this.row = row;
    this.field = this.list.fieldOf(cell);
    this.isBusy = false;
    this.wanted = null;
    this.box = element("div", "cell-editor");
    this.useInput(element("input", "cell-input"));
    cell.append(this.box);
    cell.classList.add("editing");
    this.input.focus();
    try {
      const told = await this.server.read({ line: row.dataset.pk, field: this.field });
      if (this.cell !== cell) return;
      this.fill(told);
      if (this.wanted) this.save(this.wanted.step);
    } catch {
      if (this.cell !== cell) return;
      this.server.tell(this.list.words.offline);
      this.close();
    }
  }

  useInput(input) {
    const typed = this.input?.value ?? "";
    input.value = typed;
    input.autocomplete = "off";
    input.setAttribute("aria-label", this.list.heads[this.cell.cellIndex].textContent.trim());
    this.input = input;
    this.box.replaceChildren(input);
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("focusout", () => setTimeout(() => this.onLeave(), 0));
  }

  // What was typed while the server answered replaces what stood there, as it does in a spreadsheet.
  fill(told) {
    const typed = this.input.value;
    this.told = told;
    this.choices = null;
    if (told.kind === "long") this.useInput(element("textarea", "cell-input long"));
    else if (told.kind === "figure") this.input.classList.add("figure");
    if (told.kind === "date") this.input.placeholder = this.list.words.day;
    if (told.longest) this.input.maxLength = told.longest;
    if (told.kind === "choice" || told.kind === "search") {
      this.choices = startChoices(this, told, typed);
    } else {
      this.input.value = typed || told.value;
    }
    this.input.focus();
    if (this.choices) return;
    if (typed) this.input.setSelectionRange(typed.length, typed.length);
    else this.input.select();
  }

  get value() {
    return this.choices ? this.choices.value : this.input.value;
  }

  onKey(event) {
    if (event.isComposing) return;
    event.stopPropagation();
    if (this.wanted && !this.told && event.key !== "Escape") {
      event.preventDefault(); // saved already, as soon as the server tells what kind of cell it is
      return;
    }
    if (this.choices?.onKey(event)) {
      event.preventDefault();
      return;
    }
    const isNewLine = event.key === "Enter" && event.shiftKey && this.input.tagName === "TEXTAREA";
    if (event.key === "Escape") this.cancel();
    else if (event.key === "Enter" && !isNewLine) this.save([1, 0]);
    else if (event.key === "Tab") this.save([0, event.shiftKey ? -1 : 1]);
    else return;
    event.preventDefault();
  }

  onLeave() {
    if (this.isOpen && !this.isBusy && !this.box.contains(document.activeElement) && document.hasFocus()) this.save(null);
  }

  cancel() {
    const cell = this.cell;
    this.close();
    this.list.focus(cell);
  }

  // Move after saving: [rows, cells], or null to leave the focus where it went.
  async save(step) {
    if (this.isBusy) return;
    if (!this.told && this.input.value) {
      this.wanted = { step };
      return;
    }
    if (!(await this.isSettled())) return;
    if (!this.told || this.value === this.told.value) {
      this.leave(step);
      return;
    }
    await this.send({ [this.field]: this.value }, step);
  }

  // Whether it is known what was chosen; if not, the sentence under the row says why.
  async isSettled() {
    if (!this.choices) return true;
    this.isBusy = true;
    try {
      await this.choices.settled();
    } catch {
      this.refuse({ said: this.list.words.offline });
      return false;
    } finally {
      this.isBusy = false;
    }
    if (this.choices.value !== undefined) return true;
    this.refuse({ said: this.list.words.none });
    return false;
  }

  async send(changes, step) {
    const { cell, row } = this;
    this.isBusy = true;
    const version = Number(row.dataset.version);
    const answer = await this.server.change({ lines: [{ pk: Number(row.dataset.pk), version }], changes });
    this.isBusy = false;
    if (answer.status === 200) {
      this.leave(step);
      this.list.show(answer.lines);
      this.undo.push(answer.undo, answer.said);
    } else if (answer.clashes) this.conflict(cell, row, answer, changes, step);
    else this.refuse(answer);
  }

  leave(step) {
    const cell = this.cell;
    this.close();
    if (!step) return;
    this.list.markActive(cell);
    cell.focus({ preventScroll: true });
    this.list.move(...step);
  }

  refuse(answer) {
    const told = Object.entries(answer.errors ?? {}).flatMap(([, sentences]) => sentences);
    const said = element("p", "field-error", told.join(" ") || answer.said);
    said.id = "cell-error";
    said.setAttribute("role", "alert");
    this.list.say(this.row, said);
    this.box.classList.add("bad");
    this.input.setAttribute("aria-invalid", "true");
    this.input.setAttribute("aria-describedby", said.id);
    this.input.focus();
  }

  // Somebody else changed the same cell: both values, two buttons, nothing lost.
  conflict(cell, row, answer, changes, step) {
    const [clash] = answer.clashes;
    const strip = element("div", "conflict");
    strip.setAttribute("role", "alert");
    const words = element("p", "text", clash.said);
    const mine = element("button", "button small", this.list.words.mine);
    const theirs = element("button", "button small", this.list.words.theirs);
    strip.append(words, mine, theirs);
    this.isBusy = true;
    this.list.say(row, strip);
    mine.addEventListener("click", async () => {
      row.dataset.version = answer.lines[0].version;
      this.list.hush(row);
      await this.send(changes, step);
    });
    theirs.addEventListener("click", () => {
      this.isBusy = false;
      this.close();
      this.list.show(answer.lines);
      this.list.focus(cell);
    });
    strip.addEventListener("keydown", (event) => {
      if (event.key === "Escape") theirs.click();
      if (event.key === "ArrowRight") theirs.focus();
      if (event.key === "ArrowLeft") mine.focus();
      event.stopPropagation();
    });
    mine.focus();
  }

  close() {
    if (!this.cell) return;
    const { cell } = this;
    this.cell = null;
    this.told = null;
    this.choices = null;
    this.list.hush(this.row);
    this.box.remove();
    this.input = null;
    cell.classList.remove("editing");
  }
}
