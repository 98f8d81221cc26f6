// "/" goes to the filter; lists and checkboxes of a filter take effect at once.
import { onLetter } from "./keys.js";

const STEPS = /^(Arrow|Home|End|Page)/;

// A list that is walked over with the arrows changes at every step: it takes effect at Enter, or when the focus
// leaves the tools. What is chosen with the mouse, or from the list that Space opens, takes effect at once.
function submitOnChoice(control) {
  const { form } = control;
  let isWalking = false;
  let isChanged = false;
  control.addEventListener("pointerdown", () => {
    isWalking = false;
  });
  control.addEventListener("keydown", (event) => {
    const { key } = event;
    isWalking = control.type !== "checkbox" && !event.altKey && (STEPS.test(key) || (key.length === 1 && key !== " "));
    if (key !== "Enter" || !isChanged) return;
    event.preventDefault();
    form.requestSubmit();
  });
  control.addEventListener("change", () => {
    isChanged = true;
    if (!isWalking) form.requestSubmit();
  });
  control.addEventListener("focusout", (event) => {
    if (isChanged && !form.contains(event.relatedTarget)) form.requestSubmit();
  });
}

export function startFilters() {
  const field = document.querySelector("[data-filter]");
  onLetter("/", () => {
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  });
  field?.addEventListener("keydown", (event) => {
    // Esc leaves the field, so that letters are keys again; what was typed stays.
    if (event.key !== "Escape") return;
    event.preventDefault();
    field.blur();
  });
  for (const control of document.querySelectorAll("[data-submit]")) submitOnChoice(control);
  // What is not filtered by stays out of the address, so that it can be kept and passed on.
  for (const form of document.querySelectorAll('form[role="search"]')) {
    form.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    });
  }
}
