// The list that opens under a cell: letters choose at once where there are letters, else typing searches.
import { element } from "./register_list.js";

const PAUSE = 150;

export function startChoices(editor, told, typed) {
  return new Choices(editor, told, typed);
}

class Choices {
  constructor(editor, told, typed) {
    this.editor = editor;
    this.kind = told.kind;
    this.options = told.options;
    this.hasMore = told.has_more;
    this.value = told.value;
    this.input = editor.input;
    this.list = element("ul", "cell-list");
    this.list.id = "cell-choices";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", told.label);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-expanded", "true"],
      ["aria-controls", this.list.id],
      ["aria-autocomplete", this.kind === "search" ? "list" : "none"],
    ]) {
      this.input.setAttribute(name, value);
    }
    const now = this.options.find((one) => one.value === this.value);
    if (this.kind === "search") {
      this.input.placeholder = now?.label ?? editor.list.words.typed;
      this.input.addEventListener("input", () => this.search());
    } else {
      this.input.readOnly = true;
      this.input.value = now?.label ?? "";
    }
    editor.box.append(this.list);
    this.list.addEventListener("mousedown", (event) => this.onClick(event));
    const place = editor.cell.getBoundingClientRect();
    this.list.classList.toggle("above", place.bottom + 260 > window.innerHeight && place.top > 280);
    if (this.kind === "search" && typed) this.search();
    else this.show(this.options, this.value);
    if (this.kind === "choice" && typed) this.byLetter(typed[0]);
  }

  show(options, value) {
    this.shown = options;
    this.list.replaceChildren(...options.map((one, place) => this.item(one, place)));
    if (!options.length) this.list.append(element("li", "nothing", this.editor.list.words.none));
    const isSearched = value === null;
    // What stands there stays until something else is chosen, also where the list does not hold it; words that
    // find nothing choose nothing.
    this.value = isSearched ? options[0]?.value : value;
    this.choose(isSearched && options.length ? 0 : options.findIndex((one) => one.value === value));
  }

  // The words typed last are looked up before what they find is saved.
  async settled() {
    if (!this.waiting) return;
    clearTimeout(this.timer);
    await this.ask(this.waiting);
  }

  item(option, place) {
    const made = element("li", "", "");
    made.id = `cell-choice-${place}`;
    made.setAttribute("role", "option");
    made.dataset.place = place;
    made.append(element("span", "", option.label));
    if (this.kind === "choice" && option.letter) made.append(element("kbd", "", option.letter));
    if (option.value === this.editor.told.value) made.classList.add("now");
    return made;
  }

  choose(place) {
    this.place = place;
    this.stopWaiting();
    for (const [at, one] of [...this.list.children].entries()) one.setAttribute("aria-selected", String(at === place));
    const option = this.shown[place];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.value = option.value;
    if (this.kind === "choice") this.input.value = option.label;
    this.input.setAttribute("aria-activedescendant", `cell-choice-${place}`);
    this.list.children[place].scrollIntoView({ block: "nearest" });
  }

  // True when the key was for the list.
  onKey(event) {
    const count = this.shown.length;
    if (event.key === "ArrowDown" && count) this.choose((this.place + 1) % count);
    else if (event.key === "ArrowUp" && count) this.choose((Math.max(this.place, 0) - 1 + count) % count);
    else if (this.kind === "choice" && event.key.length === 1 && !event.ctrlKey && !event.metaKey) this.byLetter(event.key);
    else return false;
    return true;
  }

  byLetter(key) {
    const place = this.shown.findIndex((one) => one.letter.toLowerCase() === key.toLowerCase());
    if (place < 0) return;
    this.choose(place);
    this.editor.save([0, 0]);
  }

  search() {
    const words = this.input.value.trim().toLowerCase();
    this.stopWaiting();
    if (this.hasMore && words) {
      this.waiting = words;
      this.timer = setTimeout(() => this.ask(words), PAUSE);
      return;
    }
    const found = this.options.filter((one) => one.label.toLowerCase().includes(words));
    this.show(found, words ? null : this.editor.told.value);
  }

  stopWaiting() {
    clearTimeout(this.timer);
    this.waiting = "";
  }

  async ask(words) {
    const { editor } = this;
    const told = await editor.server.read({ line: editor.row.dataset.pk, field: editor.field, q: words });
    if (editor.choices === this && this.input.value.trim().toLowerCase() === words) {
      this.show(told.options.filter((one) => one.value), null);
    }
  }

  onClick(event) {
    event.preventDefault(); // the field keeps the focus
    const item = event.target.closest("[data-place]");
    if (!item) return;
    this.choose(Number(item.dataset.place));
    this.editor.save([0, 0]);
  }
}
