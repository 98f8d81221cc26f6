// From "on its way" to the plan, or to why there is none; until then the empty grid says that it is busy.
export function arrived(root) {
  root.querySelector("[data-waiting]").remove();
  for (const part of root.querySelectorAll("[data-plan-box] [aria-busy]")) part.removeAttribute("aria-busy");
}

export function didNotArrive(root, words) {
  root.querySelector("[data-waiting]").textContent = words.notArrived;
  root.querySelector("[data-plan-space]").hidden = true;
}
