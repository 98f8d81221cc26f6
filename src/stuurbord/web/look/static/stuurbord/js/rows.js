// J and K walk over the rows of the first table that has them; Enter is the row's own link.
import { onLetter } from "./keys.js";

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent);
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const inRow = document.activeElement?.closest?.("tr, li");
  const now = all.findIndex((row) => row === document.activeElement || (inRow && inRow.contains(row)));
  const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1);
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}

export function startRows() {
  onLetter("j", () => move(1));
  onLetter("k", () => move(-1));
}
