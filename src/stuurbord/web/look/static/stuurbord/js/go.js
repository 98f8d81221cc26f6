// G, then a letter within two seconds: to a room.
import { isField, onLetter } from "./keys.js";

const WAIT = 2000;

export function startGo() {
  let since = 0;
  onLetter("g", () => {
    since = Date.now();
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (Date.now() - since > WAIT || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isField(event.target) || event.key.toLowerCase() === "g") return;
      since = 0;
      const room = document.querySelector(`.rooms [data-go="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!room) return;
      event.preventDefault();
      room.click();
    },
    true,
  );
}
