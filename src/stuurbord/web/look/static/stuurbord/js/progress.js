// Reports on tasks: the share that is written and the one that is chosen never contradict each other.
export function startProgress() {
  for (const form of document.querySelectorAll("form[data-report]")) {
    const written = form.elements.namedItem("percent");
    const shares = [...form.querySelectorAll("input[name=step]")];
    const other = shares.at(-1);
    written.addEventListener("input", () => {
      other.checked = true;
    });
    for (const share of shares) {
      share.addEventListener("change", () => {
        if (share === other) written.focus();
        else written.value = "";
      });
    }
  }
}
