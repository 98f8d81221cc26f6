// The chances of a proposal take seconds the first time: the page stands at once, and they come after it.
const PARTS = [".procurement-proposal", ".procurement-effect"];

async function complete(form) {
  const button = form.querySelector("button");
  const [waiting, failed] = ["waiting", "failed"].map((name) => form.querySelector(`[data-chances-${name}]`));
  waiting.hidden = false;
  failed.hidden = true;
  button.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(`chances: ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of PARTS) {
      const [now, then] = [document.querySelector(part), page.querySelector(part)];
      // Who is writing why not goes on writing.
      if (now && then && !now.contains(document.activeElement)) now.replaceWith(document.adoptNode(then));
    }
  } catch {
    waiting.hidden = true;
    failed.hidden = false;
    button.hidden = false;
  }
}

export function startProcurement() {
  const form = document.querySelector("[data-chances]");
  if (form) complete(form);
}
