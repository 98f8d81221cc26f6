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

export function startToasts() {
  for (const toast of document.querySelectorAll("[data-toast]")) dismissLater(toast);
}
