// The forecast: a tick on a response is computed in place, T opens the tables, V the comparison.
import { onLetter } from "./keys.js";

const PAUSE = 80; // ms in which a second tick joins the first
const PATIENCE = 400; // ms after which waiting is told

class WhatIf {
  constructor(form) {
    this.form = form;
    this.form.addEventListener("change", () => this.later());
    // While the reader reads, the server makes ready what the first tick asks.
    fetch(`${form.dataset.whatIf}?klaar=1`).catch(() => {});
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.compute(), PAUSE);
  }

  // The token of the form belongs to the proposal, not to an address.
  query() {
    const asked = new URLSearchParams(new FormData(this.form));
    asked.delete("csrfmiddlewaretoken");
    return asked.toString();
  }

  async compute() {
    this.asking?.abort();
    this.asking = new AbortController();
    const query = this.query();
    this.wait();
    try {
      const answer = await fetch(`${this.form.dataset.whatIf}?${query}`, { signal: this.asking.signal });
      // What is wrong with the registers is told in words; trying again would not help.
      if (answer.status === 422) return this.end(await answer.text());
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      this.show(await answer.text());
      history.replaceState(null, "", `?${query}`);
    } catch (error) {
      if (error.name === "AbortError") return;
      return this.end(this.form.dataset.trouble);
    }
    this.end("");
  }

  wait() {
    this.form.setAttribute("aria-busy", "true");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.say(this.form.dataset.busy), PATIENCE);
  }

  end(trouble) {
    clearTimeout(this.waiting);
    this.say("");
    this.tell(trouble);
    this.form.removeAttribute("aria-busy");
  }

  say(text) {
    const line = this.form.querySelector("[data-computing]");
    if (line) line.textContent = text;
  }

  // The line that is read aloud stays the same element: only its words change.
  show(html) {
    const parts = new DOMParser().parseFromString(html, "text/html");
    for (const part of parts.querySelectorAll("[id]")) {
      const standing = document.getElementById(part.id);
      if (standing) standing.replaceChildren(...part.childNodes);
    }
  }

  tell(text) {
    let told = this.form.querySelector(".trouble");
    if (!told) {
      if (!text) return;
      told = this.form.appendChild(document.createElement("p"));
      told.className = "trouble";
      told.setAttribute("role", "alert");
    }
    told.textContent = text;
  }
}

function toggleTables() {
  const tables = [...document.querySelectorAll("details[data-table]")];
  if (!tables.length) return false;
  const isOpen = tables.some((table) => table.open);
  for (const table of tables) table.open = !isOpen;
  return true;
}

function compare() {
  const link = document.querySelector("a[data-compare]");
  if (!link) return false;
  link.click();
  return true;
}

export function startForecast() {
  for (const form of document.querySelectorAll("form[data-what-if]")) new WhatIf(form);
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  onLetter("t", toggleTables);
  onLetter("v", compare);
}
