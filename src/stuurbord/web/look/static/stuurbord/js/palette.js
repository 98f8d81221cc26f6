// Ctrl K: search or run. A combobox over the answers of the server:
// GET …?q=words → {"results": [{"title", "kind", "url", "icon"}]}
import { onCombination } from "./keys.js";

const PAUSE = 150;

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("ul");
    this.note = dialog.querySelector(".palette-note");
    this.chosen = -1;
    this.timer = 0;
    this.asked = "";
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[data-url]");
      if (item) location.assign(item.dataset.url);
    });
  }

  open() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.input.select();
    this.ask();
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const words = this.input.value.trim();
    this.asked = words;
    try {
      const address = `${this.dialog.dataset.searchUrl}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { results } = await answer.json();
      if (this.asked === words) this.show(results, words);
    } catch {
      this.show([], "");
      this.note.textContent = this.dialog.dataset.trouble;
    }
  }

  show(results, words) {
    this.list.replaceChildren(...results.map((result, index) => item(result, index)));
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.note.textContent = results.length || !words ? "" : this.dialog.dataset.nothing;
    this.choose(results.length ? 0 : -1);
  }

  choose(index) {
    this.chosen = index;
    for (const [position, one] of [...this.list.children].entries()) {
      one.setAttribute("aria-selected", String(position === index));
    }
    const current = this.list.children[index];
    if (current) this.input.setAttribute("aria-activedescendant", current.id);
    else this.input.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    const count = this.list.children.length;
    if (event.key === "ArrowDown" && count) this.choose((this.chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) this.choose((this.chosen - 1 + count) % count);
    else if (event.key === "Enter" && this.chosen >= 0) location.assign(this.list.children[this.chosen].dataset.url);
    else return;
    event.preventDefault();
  }
}

function item(result, index) {
  const made = document.createElement("li");
  made.className = "palette-item";
  made.id = `palette-result-${index}`;
  made.setAttribute("role", "option");
  made.dataset.url = result.url;
  const title = document.createElement("span");
  title.textContent = result.title;
  const kind = document.createElement("span");
  kind.className = "kind";
  kind.textContent = result.kind;
  made.append(title, kind);
  return made;
}

export function startPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const palette = new Palette(dialog);
  onCombination("k", () => palette.open());
  for (const button of document.querySelectorAll('[data-open="palette"]')) {
    button.addEventListener("click", () => palette.ask());
  }
}
