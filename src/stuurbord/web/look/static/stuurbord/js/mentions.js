// Names after "@" in a remark: only people who may see the project are offered.
import { answerOf, Suggestions } from "./suggestions.js";

const AT = /(?:^|[^\w.@])@([^\s@][^@\n]{0,59}|)$/u;

function typed(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const found = AT.exec(field.value.slice(0, field.selectionStart));
  return found ? found[1] : null;
}

function insert(field, words, handle) {
  const end = field.selectionStart;
  field.setRangeText(`${handle} `, end - words.length, end, "end");
}

export function startMentions(root) {
  for (const field of root.querySelectorAll("textarea[data-mentions]")) {
    const list = document.getElementById(field.getAttribute("aria-controls"));
    let words = "";
    new Suggestions(
      field,
      list,
      () => {
        const now = typed(field);
        // A name that is written out is followed by other words: then nobody is looked for.
        if (now === null || now.split(" ").length > 4) return null;
        words = now;
        return answerOf(field.dataset.mentions, now).then(({ people }) =>
          people.map((one) => ({ label: one.name, detail: one.handle === one.name ? "" : one.handle, handle: one.handle })),
        );
      },
      (item) => insert(field, words, item.handle),
    );
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      field.form.requestSubmit();
    });
  }
}

export function startLinkFields(root) {
  for (const form of root.querySelectorAll("form[data-link-form]")) {
    const field = form.querySelector("[data-combo]");
    const value = form.querySelector("[data-combo-value]");
    const list = document.getElementById(field.getAttribute("aria-controls"));
    field.addEventListener("input", () => {
      value.value = "";
    });
    new Suggestions(
      field,
      list,
      () => {
        const words = field.value.trim();
        if (!words) return null;
        return answerOf(form.dataset.linkForm, words).then(({ choices }) =>
          choices.map((one) => ({
            label: `${one.called} ${one.title}`.trim(),
            detail: [one.kind, one.project].filter(Boolean).join(" · "),
            value: one.value,
          })),
        );
      },
      (item) => {
        field.value = item.label.slice(0, 100);
        value.value = item.value;
      },
    );
  }
}
