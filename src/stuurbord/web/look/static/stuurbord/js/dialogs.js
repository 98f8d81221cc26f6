// Dialogs open and close by buttons; the browser itself keeps the focus inside and gives Esc.
import { keep } from "./cookies.js";

function openOn(button) {
  const dialog = document.getElementById(button.dataset.open);
  if (!dialog) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    dialog.showModal();
  });
}

export function startDialogs() {
  for (const button of document.querySelectorAll("[data-open]")) openOn(button);
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
  const letters = document.querySelector("[data-keys-switch]");
  letters?.addEventListener("change", () => {
    const value = letters.checked ? "" : "off";
    keep("keys", value);
    if (value) document.documentElement.dataset.keys = value;
    else delete document.documentElement.dataset.keys;
  });
}
