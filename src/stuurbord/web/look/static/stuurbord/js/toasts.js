// A toast goes after six seconds, but stays while it is looked at or holds the focus.
const SECONDS = 6;

function dismissLater(toast) {
  let timer = 0;
  const start = () => {
    timer = setTimeout(() => toast.remove(), SECONDS * 1000);
  };
  const hold = () => clearTimeout(timer);
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("mouseleave", start);
  toast.addEventListener("focusout", start);
  start();
}

// Say something for a while, with at most one thing to do: {label, key, act}.
export function showToast(text, action = null) {
  const place = document.querySelector(".toasts");
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  const words = document.createElement("span");
  words.textContent = text;
  toast.append(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.label;
    button.addEventListener("click", () => {
      toast.remove();
      action.act();
    });
    toast.append(button);
    if (action.key) {
      const key = document.createElement("kbd");
      key.textContent = action.key;
      toast.append(key);
    }
  }
  place.replaceChildren(toast);
  dismissLater(toast);
}

export function startToasts() {
  for (const toast of document.querySelectorAll("[data-toast]")) dismissLater(toast);
}
