// One place that listens to the keyboard. Single letters never work inside a field, and can be switched off.
const letters = new Map();
const combinations = new Map();

export function onLetter(key, act) {
  letters.set(key, act);
}

export function onCombination(key, act) {
  combinations.set(key, act);
}

export function isField(element) {
  return Boolean(element?.closest?.("input, select, textarea, [contenteditable]"));
}

function lettersAreOff() {
  return document.documentElement.dataset.keys === "off";
}

function onKeyDown(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    const act = combinations.get(event.key.toLowerCase());
    if (act && !event.altKey && act(event) !== false) event.preventDefault();
    return;
  }
  if (event.altKey || lettersAreOff() || isField(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const act = letters.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (act && act(event) !== false) event.preventDefault();
}

export function startKeys() {
  document.addEventListener("keydown", onKeyDown);
  onLetter("?", () => document.getElementById("keys").showModal());
}
