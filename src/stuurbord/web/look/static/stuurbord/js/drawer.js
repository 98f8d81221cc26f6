// The drawer beside a list: one line with everything about it. Enter opens, J and K go on, Esc closes and gives
// the focus back. Forms in it are sent without leaving the list; on a page of their own they are ordinary forms.
import { isField, onLetter } from "./keys.js";
import { startLinkFields, startMentions } from "./mentions.js";
import { showTab, startTabs } from "./tabs.js";

const drafts = new Map(); // what was written and not sent, by line: closing the drawer loses nothing
let drawer = null;
let origin = null;
let address = "";
let asked = 0;
let following = 0;
const PAUSE = 150;

const isOpen = () => Boolean(drawer && !drawer.hidden);
const pathOf = (url) => new URL(url, location.href).pathname;

export function openDrawer(url, row) {
  if (!drawer) {
    location.assign(url);
    return;
  }
  origin = row ?? document.activeElement;
  load(url, "tab");
}

export function closeDrawer() {
  if (!isOpen()) return;
  const shown = address;
  keepDraft();
  asked += 1;
  drawer.hidden = true;
  drawer.replaceChildren();
  markRow("");
  address = "";
  const row = rows().find((one) => pathOfRow(one) === shown);
  if (row && !origin?.isConnected) origin = placeIn(row); // the list drew its row anew
  if (origin?.isConnected) origin.focus();
  document.dispatchEvent(new CustomEvent("drawer:closed"));
}

async function load(url, focus) {
  keepDraft();
  const tab = currentTab();
  const wanted = new URL(url, location.href);
  if (tab && !wanted.searchParams.has("tab")) wanted.searchParams.set("tab", tab);
  wanted.searchParams.set("part", "drawer");
  const question = ++asked;
  try {
    const answer = await fetch(wanted);
    if (question !== asked) return;
    if (answer.redirected) location.reload(); // the session ended
    else if (!put(await answer.text(), wanted.pathname, focus)) location.assign(url);
  } catch {
    location.assign(url);
  }
}

// Put what the server sent into the drawer; false if it is no line.
function put(html, path, focus) {
  const made = document.createElement("template");
  made.innerHTML = html;
  if (!made.content.querySelector("[data-line]")) return false;
  drawer.replaceChildren(made.content);
  drawer.hidden = false;
  drawer.setAttribute("aria-labelledby", "drawer-title");
  address = path;
  begin(drawer);
  restoreDraft();
  markRow(path);
  if (focus === "tab") drawer.querySelector('[role="tab"][aria-selected="true"]')?.focus();
  document.dispatchEvent(new CustomEvent("drawer:opened", { detail: { url: path } }));
  return true;
}

function begin(root) {
  startMentions(root);
  startLinkFields(root);
}

function currentTab() {
  return drawer?.querySelector('[role="tab"][aria-selected="true"]')?.id.replace("tab-", "") ?? "";
}

function keepDraft() {
  const text = drawer?.querySelector("textarea[data-mentions]")?.value ?? "";
  if (text.trim()) drafts.set(address, text);
  else drafts.delete(address);
}

function restoreDraft() {
  const field = drawer.querySelector("textarea[data-mentions]");
  if (field && !field.value && drafts.has(address)) field.value = drafts.get(address);
}

// The lines of the list: rows of its grid, or links of a plain table.
function rows() {
  const all = document.querySelectorAll("[data-list] tbody tr[data-url], [data-rows] a[data-row]");
  return [...all].filter((row) => row.offsetParent);
}

const pathOfRow = (row) => pathOf(row.dataset.url ?? row.href);

function markRow(path) {
  for (const row of rows()) {
    row.closest("tr, li")?.classList.toggle("is-open", Boolean(path) && pathOfRow(row) === path);
  }
}

function move(step) {
  const all = rows();
  const now = all.findIndex((row) => pathOfRow(row) === address);
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  if (!next || pathOfRow(next) === address) return;
  origin = placeIn(next);
  next.scrollIntoView({ block: "nearest" });
  load(next.dataset.url ?? next.href, "tab");
}

// Where the focus goes back to in a row: the same column as before, or the link itself.
function placeIn(row) {
  if (!row.cells) return row;
  const column = origin?.closest?.("td, th")?.cellIndex ?? 1;
  const cell = row.cells[Math.min(Math.max(column, 1), row.cells.length - 1)];
  if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
  return cell;
}

async function send(form, submitter) {
  const data = new FormData(form, submitter);
  data.append("part", "drawer");
  const id = document.activeElement?.id;
  const buttons = [...form.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    const html = await answer.text();
    if (answer.redirected) location.reload();
    else if (answer.ok || html.includes("data-line")) {
      if (answer.ok) drafts.delete(address);
      const kept = answer.ok ? "" : (drawer.querySelector("textarea[data-mentions]")?.value ?? "");
      if (kept) drafts.set(address, kept);
      const elsewhere = wentOn(form);
      drawer.querySelector("textarea[data-mentions]")?.replaceWith();
      if (!put(html, address, "")) throw new Error("no line");
      if (elsewhere) goOn(elsewhere);
      else focusAgain(id);
      tellList();
    } else tell(refusalIn(html));
  } catch {
    tell(drawer.querySelector("[data-trouble]")?.dataset.trouble ?? "");
  } finally {
    for (const one of buttons) one.disabled = false;
  }
}

// Who went on to another tab or field while the answer was under way goes on there.
function wentOn(form) {
  const active = document.activeElement;
  const tab = currentTab();
  const hasOtherTab = form.closest('[role="tabpanel"]')?.id !== `panel-${tab}`;
  const hasOtherField = isField(active) && drawer.contains(active) && active.form !== form;
  if (!hasOtherTab && !hasOtherField) return null;
  return { id: active?.id ?? "", tab, text: hasOtherField && active.type !== "file" ? active.value : null };
}

function goOn({ id, tab, text }) {
  const shown = drawer.querySelector(`#tab-${CSS.escape(tab)}`);
  if (shown) showTab(shown, false);
  const place = id && drawer.querySelector(`#${CSS.escape(id)}`);
  if (place && text !== null) place.value = text;
  (place || shown)?.focus();
}

// Where one was; else the message about what happened; else the tab.
function focusAgain(id) {
  const same = id && drawer.querySelector(`#${CSS.escape(id)}`);
  const shown = same?.offsetParent ? same : drawer.querySelector('[role="tab"][aria-selected="true"]');
  shown?.focus();
}

function tellList() {
  const line = drawer.querySelector("[data-line]");
  if (!line) return;
  const { register, pk, version } = line.dataset;
  const detail = { register, pk: Number(pk), version: Number(version) };
  document.dispatchEvent(new CustomEvent("line:changed", { detail }));
}

function refusalIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("main .message .text, main p")?.textContent.trim() ?? "";
}

function tell(sentence) {
  const message = document.createElement("div");
  message.className = "message error";
  message.setAttribute("role", "alert");
  message.textContent = sentence;
  drawer.querySelector('[role="tabpanel"]:not([hidden])')?.prepend(message);
}

function lettersWork(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isField(event.target)) return false;
  return document.documentElement.dataset.keys !== "off" && !document.querySelector("dialog[open]");
}

// In a list without a grid the drawer moves over the rows too, wherever the focus is.
function isInDrawer(event) {
  return isOpen() && (drawer.contains(event.target) || !document.querySelector("[data-list]"));
}

// Before the list hears of it: in the drawer J and K are its own.
function onKeyFirst(event) {
  if (!lettersWork(event)) return;
  const letter = event.key.length === 1 ? event.key.toLowerCase() : "";
  const way = letter && event.target.closest?.("[data-ways]")?.querySelector(`[data-letter="${CSS.escape(letter)}"]`);
  if (way) way.click();
  else if (letter === "j" && isInDrawer(event)) move(1);
  else if (letter === "k" && isInDrawer(event)) move(-1);
  else if (letter === "e" && isInDrawer(event)) drawer.querySelector("[data-edit]")?.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function onEscape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || !isOpen()) return;
  if (document.querySelector("dialog[open], details.menu[open]")) return;
  if (isField(event.target) && !drawer.contains(event.target)) return;
  event.preventDefault();
  // Out of a field first, so that no text goes with a key.
  if (isField(event.target)) drawer.querySelector('[role="tab"][aria-selected="true"]')?.focus();
  else closeDrawer();
}

function onClick(event) {
  if (event.target.closest("[data-close-drawer]")) {
    closeDrawer();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const all = event.target.closest("[data-drawer] a[data-all]");
  const row = event.target.closest("a[data-row]");
  if (!drawer || !(all || row)) return;
  event.preventDefault();
  if (all) load(all.href, "tab");
  else openDrawer(row.href, row);
}

// The grid asks for a line; whoever takes it says so by preventing the default.
function onOpen(event) {
  if (!drawer) return;
  event.preventDefault();
  openDrawer(event.detail.url, document.activeElement);
}

// The focus went to another row while the drawer is open: it follows, and leaves the focus where it is.
function onMoved(event) {
  if (!isOpen() || drawer.contains(document.activeElement)) return;
  origin = document.activeElement;
  clearTimeout(following);
  following = setTimeout(() => isOpen() && load(event.detail.url, ""), PAUSE);
}

function onSubmit(event) {
  const form = event.target.closest("form[data-line-form]");
  if (!form) return;
  if (event.submitter?.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    return;
  }
  if (!drawer?.contains(form)) return;
  event.preventDefault();
  send(form, event.submitter);
}

export function startDrawer() {
  drawer = document.querySelector("[data-drawer]");
  startTabs();
  begin(document);
  document.addEventListener("keydown", onKeyFirst, true);
  document.addEventListener("keydown", onEscape);
  document.addEventListener("click", onClick);
  document.addEventListener("line:open", onOpen);
  document.addEventListener("line:moved", onMoved);
  document.addEventListener("submit", onSubmit);
  if (document.querySelector(".line-page")) {
    onLetter("e", () => {
      const edit = document.querySelector("main [data-edit]");
      edit?.click();
      return Boolean(edit);
    });
  }
}
