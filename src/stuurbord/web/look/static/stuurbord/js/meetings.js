// The agenda by keyboard, and the presentation: next, previous, decide, action, out.
import { isField, onLetter } from "./keys.js";

const PLACE = "meeting:place";

function rowOf(element) {
  return element?.closest?.("[data-agenda-row]");
}

// A letter presses the button of the row that has the focus, as a click on it would.
function press(key) {
  const button = rowOf(document.activeElement)?.querySelector(`button[data-key="${key}"]:not([disabled])`);
  if (!button) return false;
  remember(button);
  button.click();
  return true;
}

// After the page comes back, the same place of the same list has the focus.
function remember(button) {
  const row = rowOf(button);
  const list = row.parentElement;
  const step = { u: -1, d: 1 }[button.dataset.key] ?? 0;
  const place = [...list.children].indexOf(row) + step;
  sessionStorage.setItem(PLACE, JSON.stringify({ proposals: "proposals" in list.dataset, place }));
}

function restore() {
  const kept = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (!kept) return;
  const { proposals, place } = JSON.parse(kept);
  const lists = [...document.querySelectorAll(".agenda[data-rows]")];
  const list = lists.find((one) => "proposals" in one.dataset === proposals);
  const row = list?.children[Math.min(place, list.children.length - 1)];
  row?.querySelector("[data-row]")?.focus();
}

function startAgenda() {
  for (const key of ["a", "s", "u", "d"]) onLetter(key, () => press(key));
  onLetter("p", () => {
    document.querySelector('a[data-key="p"]')?.click();
  });
  restore();
}

function follow(selector) {
  const link = document.querySelector(selector);
  if (!link) return false;
  link.click();
  return true;
}

function openForm(letter) {
  const form = document.querySelector(`[data-opens="${letter}"]`);
  if (!form) return false;
  form.hidden = false;
  form.querySelector("textarea, input:not([type=hidden])")?.focus({ preventScroll: true });
  form.scrollIntoView({ block: "center" });
  return true;
}

// Esc first leaves a field, then closes a form that stands open, then the presentation.
function leave(show) {
  if (isField(document.activeElement)) {
    document.activeElement.blur();
    return;
  }
  const open = [...show.querySelectorAll("[data-opens]")].filter((one) => !one.hidden);
  if (open.length) {
    for (const one of open) one.hidden = true;
    return;
  }
  window.location.assign(show.dataset.close);
}

function startShow(show) {
  for (const key of ["ArrowRight", "PageDown"]) onLetter(key, () => follow("[data-after]"));
  for (const key of ["ArrowLeft", "PageUp"]) onLetter(key, () => follow("[data-before]"));
  for (const letter of ["b", "a"]) onLetter(letter, () => openForm(letter));
  for (const link of show.querySelectorAll("[data-open-form]")) {
    link.addEventListener("click", (event) => {
      if (openForm(link.dataset.openForm)) event.preventDefault();
    });
  }
  show.querySelector("[data-help]")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("keys").showModal();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    leave(show);
  });
}

export function startMeetings() {
  if (document.querySelector("[data-meeting]")) startAgenda();
  const show = document.querySelector("[data-show]");
  if (show) startShow(show);
}
