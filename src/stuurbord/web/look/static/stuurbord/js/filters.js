// "/" goes to the filter; lists and checkboxes of a filter take effect at once.
import { onLetter } from "./keys.js";

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
  for (const control of document.querySelectorAll("[data-submit]")) {
    control.addEventListener("change", () => control.form.requestSubmit());
  }
  // What is not filtered by stays out of the address, so that it can be kept and passed on.
  for (const form of document.querySelectorAll('form[role="search"]')) {
    form.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    });
  }
}
