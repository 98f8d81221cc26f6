// Tabs as WAI-ARIA means them: arrows go round, Home and End to the ends; without this they are links.
function panels(tab) {
  return [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
}

export function showTab(tab, moveFocus) {
  for (const one of panels(tab)) {
    const isShown = one === tab;
    one.setAttribute("aria-selected", String(isShown));
    one.tabIndex = isShown ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !isShown;
  }
  if (moveFocus) tab.focus();
  const inDrawer = tab.closest("[data-drawer]");
  if (!inDrawer) history.replaceState(history.state, "", tab.href);
  if (tab.dataset.unseen) {
    // Who opens the remarks has seen what called him.
    const address = tab.dataset.unseen + (inDrawer ? "&part=drawer" : "");
    delete tab.dataset.unseen;
    fetch(address).catch(() => {});
  }
}

function onKey(event) {
  const tab = event.target.closest?.("[role=tab]");
  if (!tab || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = panels(tab);
  const now = all.indexOf(tab);
  const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) {
    if (event.key === " ") {
      event.preventDefault();
      showTab(tab, true);
    }
    return;
  }
  event.preventDefault();
  showTab(all[(to + all.length) % all.length], true);
}

export function startTabs() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    showTab(tab, false);
  });
}
