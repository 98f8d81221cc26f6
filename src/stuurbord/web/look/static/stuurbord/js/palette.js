// Ctrl K: search or run. A combobox over what the page can do and over the answers of the server:
// GET …?q=words → {"results": [{"title", "parts": [[text, is_hit]], "snippet": [[…]], "kind", "place", "url", "icon"}],
//                  "all": address of the page with everything found, or ""}
// A page offers what it can do in <template data-commands>: <button data-title="…" data-key="E"> with one of
// data-url (go there), data-click (selector of what is clicked), data-name (tells the document "command:chosen").
import { onCombination } from "./keys.js";

const PAUSE = 150;
const SVG = "http://www.w3.org/2000/svg";

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("ul");
    this.note = dialog.querySelector(".palette-note");
    this.chosen = -1;
    this.timer = 0;
    this.asking = null;
    this.answers = [];
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("click", (event) => {
      const index = [...this.list.children].indexOf(event.target.closest("li"));
      if (index >= 0) this.run(index, event.ctrlKey || event.metaKey);
    });
    dialog.addEventListener("close", () => this.stop());
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.select();
    this.ask();
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.stop();
    const words = this.input.value.trim();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const address = `${this.dialog.dataset.searchUrl}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asking.signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const { results, all } = await answer.json();
      this.show([...commands(words), ...results, ...(all ? [everything(this.dialog, all)] : [])], words);
    } catch {
      if (asking.signal.aborted) return;
      this.show(commands(words), "");
      this.note.textContent = this.dialog.dataset.trouble;
    }
  }

  show(answers, words) {
    this.answers = answers;
    this.list.replaceChildren(...answers.map((answer, index) => item(answer, index)));
    this.input.setAttribute("aria-expanded", String(answers.length > 0));
    this.note.textContent = answers.length || !words ? "" : this.dialog.dataset.nothing;
    this.choose(answers.length ? 0 : -1);
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
    if (event.isComposing) return;
    const count = this.answers.length;
    if (event.key === "ArrowDown" && count) this.choose((this.chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) this.choose((this.chosen - 1 + count) % count);
    else if (event.key === "PageDown" && count) this.choose(Math.min(this.chosen + 6, count - 1));
    else if (event.key === "PageUp" && count) this.choose(Math.max(this.chosen - 6, 0));
    else if (event.key === "Enter" && this.chosen >= 0) this.run(this.chosen, event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  }

  run(index, inNewTab) {
    const answer = this.answers[index];
    if (answer.url) {
      if (inNewTab) window.open(answer.url, "_blank", "noopener");
      else {
        this.dialog.close();
        location.assign(answer.url);
      }
      return;
    }
    this.dialog.close();
    if (answer.click) document.querySelector(answer.click)?.click();
    else document.dispatchEvent(new CustomEvent("command:chosen", { detail: { name: answer.name } }));
  }
}

// What this page can do, where its name holds every word that was typed.
function commands(words) {
  const asked = plain(words).split(/\s+/).filter(Boolean);
  const offered = [...document.querySelectorAll("template[data-commands]")].flatMap((one) => [
    ...one.content.querySelectorAll("button"),
  ]);
  return offered
    .filter((one) => asked.every((word) => plain(one.dataset.title).includes(word)))
    .map(({ dataset }) => ({
      title: dataset.title,
      parts: [[dataset.title, false]],
      snippet: [],
      kind: "",
      place: "",
      key: dataset.key,
      url: dataset.url,
      click: dataset.click,
      name: dataset.name,
      icon: "undo",
      isCommand: true,
    }));
}

function everything(dialog, url) {
  const title = dialog.dataset.all || "…";
  return { title, parts: [[title, false]], snippet: [], kind: "", place: "", url, icon: "search" };
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function item(answer, index) {
  const made = document.createElement("li");
  made.className = answer.isCommand ? "palette-item command" : "palette-item";
  made.id = `palette-result-${index}`;
  made.setAttribute("role", "option");
  const words = document.createElement("span");
  words.className = "palette-words";
  words.append(...marked(answer.parts));
  if (answer.snippet.length) {
    const snippet = document.createElement("small");
    snippet.append(...marked(answer.snippet));
    words.append(snippet);
  }
  const kind = document.createElement("span");
  kind.className = "kind";
  if (answer.key) {
    const key = document.createElement("kbd");
    key.textContent = answer.key;
    kind.append(key);
  } else {
    kind.textContent = [answer.kind, answer.place].filter(Boolean).join(" · ");
  }
  made.append(icon(answer.icon), words, kind);
  return made;
}

function marked(parts) {
  return parts.map(([text, isHit]) => {
    if (!isHit) return document.createTextNode(text);
    const made = document.createElement("mark");
    made.textContent = text;
    return made;
  });
}

// The drawings stand once in the page, in the palette's own template.
function icon(name) {
  const drawings = document.getElementById("palette-icons")?.content;
  const found = drawings?.querySelector(`[data-icon="${CSS.escape(name)}"] svg`);
  return found ? found.cloneNode(true) : document.createElementNS(SVG, "svg");
}

export function startPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const palette = new Palette(dialog);
  onCombination("k", () => palette.open());
  for (const button of document.querySelectorAll('[data-open="palette"]')) {
    button.addEventListener("click", () => palette.open());
  }
}
