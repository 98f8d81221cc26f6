// My week by keyboard: A finishes the matter in hand, U puts it off, Ctrl Z takes the last one back.
import { onCombination, onLetter } from "./keys.js";

function matterInHand() {
  return document.activeElement?.closest?.("[data-matter]") ?? document.querySelector("[data-matter]");
}

function send(selector) {
  const form = matterInHand()?.querySelector(selector);
  if (!form) return false;
  form.requestSubmit();
  return true;
}

// A matter that cannot be finished from here is opened: the letter always leads on.
function finish() {
  if (send("[data-finish]")) return true;
  const link = matterInHand()?.querySelector("[data-row]");
  link?.click();
  return Boolean(link);
}

export function startWeek() {
  if (!document.querySelector("[data-matters]")) return;
  onLetter("a", finish);
  onLetter("u", () => send("[data-postpone]"));
  const undo = document.querySelector("form[data-undo]");
  if (undo) {
    onCombination("z", () => {
      if (!undo.isConnected) return false;
      undo.requestSubmit();
      return true;
    });
  }
  // The address keeps nothing of what was done: a reload would tell it again.
  const address = new URL(location.href);
  if (["afgerond", "uitgesteld"].some((name) => address.searchParams.has(name))) {
    address.searchParams.delete("afgerond");
    address.searchParams.delete("uitgesteld");
    history.replaceState(null, "", address);
  }
}
