// Light, dark or as the system: at once here, from the cookie on the next page.
import { keep } from "./cookies.js";

export function startTheme() {
  for (const choice of document.querySelectorAll("[data-theme-choice]")) {
    choice.hidden = false;
    choice.addEventListener("change", (event) => {
      const value = event.target.value;
      keep("theme", value);
      if (value) document.documentElement.dataset.theme = value;
      else delete document.documentElement.dataset.theme;
    });
  }
}
