// A list under a field with what somebody may mean: arrows choose, Enter takes, Esc closes. The answers come
// from the server; a late answer to an earlier question is passed over.
const PAUSE = 140;
let counter = 0;

export class Suggestions {
  // ask(): a promise of items {label, detail, …}, or null when there is nothing to ask. take(item): it was chosen.
  constructor(field, list, ask, take) {
    Object.assign(this, { field, list, ask, take });
    this.items = [];
    this.chosen = -1;
    this.timer = 0;
    this.question = 0;
    field.addEventListener("input", () => this.askSoon());
    field.addEventListener("keydown", (event) => this.onKey(event));
    field.addEventListener("blur", () => this.close());
    // Before the field loses the focus to the list.
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      this.pick([...this.list.children].indexOf(option));
    });
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.askNow(), PAUSE);
  }

  async askNow() {
    const question = ++this.question;
    const answer = this.ask();
    if (!answer) {
      this.close();
      return;
    }
    let items = [];
    try {
      items = await answer;
    } catch {
      // Who types can go on without suggestions.
    }
    if (question === this.question && document.activeElement === this.field) this.show(items);
  }

  show(items) {
    this.items = items;
    this.list.replaceChildren(...items.map(option));
    this.list.hidden = !items.length;
    this.expand(items.length > 0);
    this.choose(items.length ? 0 : -1);
  }

  close() {
    clearTimeout(this.timer);
    this.question += 1;
    this.show([]);
  }

  expand(isOpen) {
    if (this.field.getAttribute("role") === "combobox") this.field.setAttribute("aria-expanded", String(isOpen));
  }

  choose(index) {
    this.chosen = index;
    for (const [position, one] of [...this.list.children].entries()) {
      one.setAttribute("aria-selected", String(position === index));
    }
    const current = this.list.children[index];
    if (current) this.field.setAttribute("aria-activedescendant", current.id);
    else this.field.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  }

  pick(index) {
    const item = this.items[index];
    if (!item) return;
    this.close();
    this.take(item);
  }

  onKey(event) {
    const count = this.items.length;
    if (!count || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") this.choose((this.chosen + 1) % count);
    else if (event.key === "ArrowUp") this.choose((this.chosen - 1 + count) % count);
    else if (event.key === "Enter" || event.key === "Tab") this.pick(this.chosen);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function option(item) {
  const made = document.createElement("li");
  made.id = `suggestion-${++counter}`;
  made.className = "combo-item";
  made.setAttribute("role", "option");
  const label = document.createElement("span");
  label.textContent = item.label;
  made.append(label);
  if (item.detail) {
    const detail = document.createElement("span");
    detail.className = "kind";
    detail.textContent = item.detail;
    made.append(detail);
  }
  return made;
}

export async function answerOf(address, words) {
  const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
