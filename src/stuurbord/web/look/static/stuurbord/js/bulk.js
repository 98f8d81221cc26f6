// The bar under a list: one change for all lines selected, all or none.
import { element } from "./register_list.js";

export class Bulk {
  constructor(list, server, undo) {
    Object.assign(this, { list, server, undo });
    this.bar = document.querySelector("[data-bulk]");
  }

  part(name) {
    return this.bar.querySelector(`[data-bulk-${name}]`);
  }

  start() {
    if (!this.bar) return;
    this.list.onSelection(() => this.show());
    this.part("field").addEventListener("change", () => {
      this.asked = this.ask();
    });
    this.part("apply").addEventListener("click", () => this.apply());
    this.part("archive").addEventListener("click", () => this.send({ archive: true }));
    this.part("clear").addEventListener("click", () => this.clear());
    this.part("all").addEventListener("click", () => {
      this.list.isEverythingFound = true;
      this.show();
    });
    this.bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.clear();
      else if (event.key === "Enter" && event.target.closest("[data-bulk-value]")) this.apply();
      else if (event.key === "Enter" && event.target === this.part("field")) this.goOn();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get found() {
    return Number(this.list.table.dataset.found);
  }

  show() {
    const rows = this.list.selected();
    const { words } = this.list;
    const count = this.list.isEverythingFound ? this.found : rows.length;
    this.bar.hidden = rows.length === 0;
    this.part("count").textContent = words.selected.replace("{n}", String(count));
    const all = this.part("all");
    const isWhole = rows.length === this.list.rows().length && this.found > rows.length;
    all.hidden = !isWhole || this.list.isEverythingFound;
    all.textContent = words.selectFound.replace("{n}", String(this.found));
    this.refused([]);
  }

  clear() {
    this.list.selectAll(false);
    if (this.list.active) this.list.focus(this.list.active);
  }

  // Enter the bar by the keyboard.
  enter() {
    if (!this.bar || this.bar.hidden) return false;
    this.part("field").focus();
    return true;
  }

  async ask() {
    const field = this.part("field").value;
    const place = this.part("value");
    place.replaceChildren();
    place.hidden = this.part("apply").hidden = !field;
    if (!field) return;
    const told = await this.server.read({ field });
    if (this.part("field").value !== field) return;
    this.value = control(told, this.list.words.day);
    if (told.has_more) place.append(this.searchBox(field));
    place.append(this.value);
  }

  // From the field to its value. Not by itself: the arrows walk over the fields.
  async goOn() {
    await this.asked;
    this.part("value").querySelector("input, select")?.focus();
  }

  // More people than a list can hold: the list holds those whose name has these letters.
  searchBox(field) {
    const box = element("input", "input small");
    box.type = "search";
    box.placeholder = this.list.words.typed;
    box.setAttribute("aria-label", this.list.words.typed);
    let timer = 0;
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const told = await this.server.read({ field, q: box.value.trim() });
        this.value.replaceChildren(...options(told));
      }, 150);
    });
    return box;
  }

  apply() {
    const field = this.part("field").value;
    if (field && this.value) this.send({ changes: { [field]: this.value.value } });
  }

  async send(what) {
    if (this.bar.getAttribute("aria-busy") === "true") return;
    const { table } = this.list;
    const rows = this.list.selected();
    const body = this.list.isEverythingFound
      ? { found: table.dataset.query, count: this.found }
      : { lines: rows.map((row) => ({ pk: Number(row.dataset.pk), version: Number(row.dataset.version) })) };
    this.bar.setAttribute("aria-busy", "true");
    const answer = await this.server.change({ ...body, ...what });
    this.bar.removeAttribute("aria-busy");
    if (answer.status !== 200) {
      this.tellRefusal(answer);
      return;
    }
    this.list.show(answer.lines);
    if (answer.gone.length) this.list.remove(answer.gone);
    this.undo.push(answer.undo, answer.said);
    this.part("field").value = "";
    this.ask();
    this.clear();
  }

  tellRefusal(answer) {
    const reasons = (answer.refused ?? []).map((one) => `${one.called}: ${one.errors.join(" ")}`);
    const clashes = (answer.clashes ?? []).map((one) => one.said);
    if (answer.lines) this.list.show(answer.lines);
    this.refused([answer.said, ...reasons.slice(0, 20), ...clashes.slice(0, 20)]);
  }

  refused(sentences) {
    const place = this.part("refused");
    place.hidden = sentences.length === 0;
    place.replaceChildren(...sentences.map((one) => element("p", "", one)));
  }
}

function control(told, day) {
  const isList = told.kind === "choice" || told.kind === "search";
  const made = element(isList ? "select" : "input", "input small");
  if (isList) made.append(...options(told));
  else if (told.kind === "date") made.placeholder = day;
  made.setAttribute("aria-label", told.label);
  return made;
}

function options(told) {
  return told.options.map((one) => {
    const made = element("option", "", one.label);
    made.value = one.value;
    return made;
  });
}
