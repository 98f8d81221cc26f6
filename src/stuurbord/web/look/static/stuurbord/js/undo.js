// Ctrl Z takes the last change back, Ctrl Y makes it again. What was done is kept as long as the window is.
import { isField, onCombination } from "./keys.js";
import { showToast } from "./toasts.js";

const MOST = 50;

export class Undo {
  constructor(list, server) {
    this.list = list;
    this.server = server;
    this.key = `undo:${list.table.dataset.register}`;
    this.before = Promise.resolve();
  }

  start() {
    onCombination("z", (event) => this.onKey(event.shiftKey ? "again" : "done"));
    onCombination("y", () => this.onKey("again"));
  }

  onKey(kind) {
    if (isField(document.activeElement)) return false; // the field has its own
    this.takeBack(kind);
    return true;
  }

  stack(kind) {
    try {
      return JSON.parse(sessionStorage.getItem(`${this.key}:${kind}`)) ?? [];
    } catch {
      return [];
    }
  }

  keep(kind, stack) {
    sessionStorage.setItem(`${this.key}:${kind}`, JSON.stringify(stack.slice(-MOST)));
  }

  // After a change: it can be taken back, and what was taken back before cannot be made again.
  push(done, said) {
    hush();
    if (!done.length) return;
    this.keep("done", [...this.stack("done"), done]);
    this.keep("again", []);
    showToast(said, { label: this.list.words.undo, key: "Ctrl Z", act: () => this.takeBack("done") });
  }

  // One after the other: who presses Ctrl Z twice takes back two changes, not one of them twice.
  takeBack(kind) {
    const next = () => this.takeOneBack(kind);
    this.before = this.before.then(next, next);
    return this.before;
  }

  async takeOneBack(kind) {
    const stack = this.stack(kind);
    const last = stack.pop();
    if (!last) {
      showToast(this.list.words.nothingToUndo);
      return;
    }
    const answer = await this.server.undo(last);
    if (answer.status === 0) {
      say(answer.said);
      return;
    }
    this.keep(kind, stack);
    if (answer.status !== 200) {
      say(answer.said);
      return;
    }
    hush();
    const other = kind === "done" ? "again" : "done";
    this.keep(other, [...this.stack(other), answer.undo]);
    const isBack = answer.lines.some((line) => !this.list.row(line.pk));
    this.list.show(answer.lines);
    if (answer.gone.length) this.list.remove(answer.gone);
    showToast(answer.said);
    // A line that came back to the list stands where the server puts it.
    if (isBack) setTimeout(() => location.reload(), 600);
  }
}

function hush() {
  document.querySelector("[data-list-error]")?.remove();
}

function say(text) {
  hush();
  const bar = document.createElement("div");
  bar.className = "message error";
  bar.setAttribute("role", "alert");
  bar.dataset.listError = "";
  const words = document.createElement("p");
  words.className = "text";
  words.textContent = text;
  bar.append(words);
  document.querySelector(".list-side").prepend(bar);
}
