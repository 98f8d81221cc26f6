// The plan: folding, walking by keyboard, rows fetched as they come into view, lines between bars, the why.
import { linesBetween, SVG } from "./gantt_lines.js";
import { onLetter } from "./keys.js";

const KEEP_ALL = 1000; // rows up to which nothing that was fetched is let go again
const NEAR = "700px 0px";
const FAR = "9000px 0px";
const PAPER = 1030; // CSS pixels across A4 landscape within its margins

class Plan {
  constructor(box, outline) {
    this.box = box;
    this.sheet = box.querySelector(".gantt-sheet");
    this.table = box.querySelector("table");
    this.blocks = [...this.table.tBodies];
    this.levels = outline.levels;
    this.size = outline.block;
    this.links = outline.links;
    this.begin = outline.begin;
    this.folded = new Set();
    this.waiting = new Map();
    this.current = 0;
    this.levels.forEach((level, place) => {
      if (outline.depth && level >= outline.depth && this.hasParts(place)) this.folded.add(place);
    });
  }

  start() {
    this.rowHeight = this.measured();
    this.linesSvg = this.sheet.appendChild(document.createElementNS(SVG, "svg"));
    this.linesSvg.setAttribute("class", "g-links");
    this.linesSvg.setAttribute("aria-hidden", "true");
    this.watchBlocks();
    for (const block of this.blocks) this.prepare(block);
    this.refresh();
    this.startWhereWorkGoesOn();
    this.listen();
  }

  listen() {
    this.table.addEventListener("keydown", (event) => this.onKey(event));
    this.table.addEventListener("click", (event) => this.onClick(event));
    this.table.addEventListener("focusin", (event) => {
      const row = event.target.closest("tbody tr[data-place]");
      if (row) this.setCurrent(Number(row.dataset.place));
    });
    let planned = false;
    this.box.addEventListener("scroll", () => {
      if (planned) return;
      planned = true;
      requestAnimationFrame(() => {
        planned = false;
        this.drawLinks();
      });
    });
    addEventListener("resize", () => {
      this.rowHeight = this.measured();
      this.refresh();
    });
    addEventListener("beforeprint", () => {
      const left = ["g-start", "g-progress"].map((kind) => this.table.querySelector(`th.${kind}`).offsetWidth);
      const printed = this.table.offsetWidth - left[0] - left[1]; // paper leaves these columns out
      this.sheet.style.zoom = String(Math.min(1, PAPER / printed));
    });
    addEventListener("afterprint", () => {
      this.sheet.style.zoom = "";
    });
  }

  // What is visible -----------------------------------------------------------------------------
  hasParts(place) {
    return (this.levels[place + 1] ?? 0) > this.levels[place];
  }

  refresh() {
    this.visible = [];
    this.order = new Array(this.levels.length).fill(-1);
    let under = Infinity;
    this.levels.forEach((level, place) => {
      if (level > under) return;
      this.order[place] = this.visible.length;
      this.visible.push(place);
      under = this.folded.has(place) ? level : Infinity;
    });
    for (const block of this.blocks) this.refreshBlock(block);
    this.drawLinks();
  }

  refreshBlock(block) {
    for (const row of block.rows) {
      const place = Number(row.dataset.place);
      if (row.classList.contains("gap")) {
        const first = Number(block.dataset.first);
        const shown = this.order.slice(first, first + this.size).filter((at) => at >= 0).length;
        row.cells[0].style.height = `${shown * this.rowHeight}px`;
        row.hidden = shown === 0;
        continue;
      }
      row.hidden = this.order[place] < 0;
      if (row.hasAttribute("aria-expanded")) row.setAttribute("aria-expanded", String(!this.folded.has(place)));
    }
  }

  measured() {
    const row = this.table.querySelector("tbody tr[data-place]:not([hidden])");
    return row ? row.getBoundingClientRect().height : 26;
  }

  fold(place, isFolded) {
    if (!this.hasParts(place)) return;
    if (isFolded) this.folded.add(place);
    else this.folded.delete(place);
    this.refresh();
  }

  // Rows that come and go ------------------------------------------------------------------------
  watchBlocks() {
    this.near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.fill(target);
    }, { root: this.box, rootMargin: NEAR });
    this.far = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (!isIntersecting) this.empty(target);
    }, { root: this.box, rootMargin: FAR });
    for (const block of this.blocks) {
      if (block.hasAttribute("data-unfilled")) this.leaveGap(block);
      this.near.observe(block);
      if (this.levels.length > KEEP_ALL) this.far.observe(block);
    }
  }

  leaveGap(block) {
    const row = document.createElement("tr");
    row.className = "gap";
    row.setAttribute("aria-hidden", "true");
    row.insertCell().colSpan = 8;
    block.replaceChildren(row);
    block.setAttribute("data-unfilled", "");
  }

  fill(block) {
    if (!block.hasAttribute("data-unfilled")) return Promise.resolve();
    if (!this.waiting.has(block)) this.waiting.set(block, this.fetchRows(block));
    return this.waiting.get(block);
  }

  async fetchRows(block) {
    try {
      const answer = await fetch(this.address({ part: "rows", first: block.dataset.first }));
      if (!answer.ok) throw new Error(String(answer.status));
      block.innerHTML = await answer.text();
      block.removeAttribute("data-unfilled");
      this.prepare(block);
      this.refreshBlock(block);
    } catch {
      const cell = block.rows[0]?.cells[0];
      if (cell) cell.textContent = this.box.dataset.trouble;
    } finally {
      this.waiting.delete(block);
    }
  }

  empty(block) {
    const holdsFocus = block === this.blocks[Math.floor(this.current / this.size)];
    if (block.hasAttribute("data-unfilled") || holdsFocus) return;
    this.leaveGap(block);
    this.refreshBlock(block);
  }

  prepare(block) {
    for (const row of block.rows) {
      if (row.classList.contains("gap")) continue;
      row.tabIndex = Number(row.dataset.place) === this.current ? 0 : -1;
      for (const link of row.querySelectorAll("a")) link.tabIndex = -1;
      row.setAttribute("aria-selected", String(row.dataset.task === this.selected()));
    }
  }

  address(extra) {
    const query = new URLSearchParams(this.box.dataset.query);
    for (const [name, value] of Object.entries(extra)) query.set(name, value);
    return `${location.pathname}?${query}`;
  }

  // Walking --------------------------------------------------------------------------------------
  rowAt(place) {
    return this.table.querySelector(`tr[data-place="${place}"]`);
  }

  setCurrent(place) {
    const before = this.rowAt(this.current);
    if (before) before.tabIndex = -1;
    this.current = place;
    const row = this.rowAt(place);
    if (row) row.tabIndex = 0;
  }

  async goTo(place) {
    const block = this.blocks[Math.floor(place / this.size)];
    await this.fill(block);
    const row = this.rowAt(place);
    if (!row) return;
    this.setCurrent(place);
    this.bringIntoView(row);
    row.focus({ preventScroll: true });
  }

  bringIntoView(row) {
    const head = this.table.tHead.offsetHeight;
    const top = row.offsetTop - head;
    const bottom = row.offsetTop + row.offsetHeight - this.box.clientHeight;
    if (this.box.scrollTop > top) this.box.scrollTop = top;
    else if (this.box.scrollTop < bottom) this.box.scrollTop = bottom;
  }

  // Moves the drawing sideways when the bar of a row lies outside it.
  reveal(row) {
    const bar = row?.querySelector(".g-crit, .g-bar, .g-sum, .g-gate, .g-milestone");
    const chart = this.table.tHead.querySelector(".g-chart");
    if (!bar || !chart.offsetWidth) return;
    const { x, width } = bar.getBBox();
    const room = this.box.clientWidth - chart.offsetLeft;
    const isSeen = x + width > this.box.scrollLeft && x < this.box.scrollLeft + room - 40;
    if (!isSeen) this.box.scrollLeft = Math.max(x - room / 4, 0);
  }

  step(by) {
    const at = Math.max(this.order[this.current], 0);
    const next = Math.min(Math.max(at + by, 0), this.visible.length - 1);
    return this.goTo(this.visible[next]);
  }

  above(place) {
    for (let one = place - 1; one >= 0; one -= 1) if (this.levels[one] < this.levels[place]) return one;
    return place;
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(Math.floor(this.box.clientHeight / this.rowHeight) - 2, 1);
    const act = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      PageDown: () => this.step(page),
      PageUp: () => this.step(-page),
      Home: () => this.step(-this.visible.length),
      End: () => this.step(this.visible.length),
      ArrowRight: () => this.open(),
      ArrowLeft: () => this.close(),
      Enter: () => this.explain(this.rowAt(this.current)?.dataset.task),
      Escape: () => this.hidePanel(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  open() {
    if (this.hasParts(this.current) && this.folded.has(this.current)) this.fold(this.current, false);
    else if (this.hasParts(this.current)) this.step(1);
  }

  close() {
    if (this.hasParts(this.current) && !this.folded.has(this.current)) this.fold(this.current, true);
    else this.goTo(this.above(this.current));
  }

  onClick(event) {
    const row = event.target.closest("tbody tr[data-place]");
    if (!row) return;
    const place = Number(row.dataset.place);
    this.setCurrent(place);
    if (event.target.closest("[data-fold]")) {
      this.fold(place, !this.folded.has(place));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (event.target.closest("[data-why]")) {
      event.preventDefault();
      row.focus({ preventScroll: true });
      this.explain(row.dataset.task);
    }
  }

  // Why this date? -------------------------------------------------------------------------------
  get panel() {
    return document.querySelector("[data-why-panel]");
  }

  selected() {
    return this.panel.dataset.task ?? this.table.querySelector("tr[aria-selected='true']")?.dataset.task ?? "";
  }

  selectedPlace() {
    const row = this.table.querySelector("tr[aria-selected='true']");
    return row ? Number(row.dataset.place) : null;
  }

  async explain(task) {
    if (!task) return;
    const answer = await fetch(this.address({ part: "why", task }));
    if (!answer.ok) return;
    this.panel.innerHTML = await answer.text();
    this.panel.hidden = false;
    this.select(task);
  }

  select(task) {
    this.panel.dataset.task = task;
    this.panel.classList.remove("unasked");
    document.querySelector("[data-plan]").classList.toggle("with-why", task !== "");
    for (const row of this.table.querySelectorAll("tbody tr[data-task]")) {
      row.setAttribute("aria-selected", String(row.dataset.task === task));
    }
    history.replaceState(null, "", this.address({ task }));
    this.reveal(this.table.querySelector("tr[aria-selected='true']"));
    this.drawLinks();
  }

  watchPanel() {
    this.panel.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const step = event.target.closest("[data-task]");
      if (event.target.closest("[data-why-close]")) {
        event.preventDefault();
        this.hidePanel();
      } else if (step && step !== this.panel) {
        event.preventDefault();
        this.explain(step.dataset.task).then(() => this.panel.querySelector("a")?.focus());
      }
    });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hidePanel();
    });
  }

  hidePanel() {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.select("");
    this.goTo(this.current);
  }

  // Drawing ----------------------------------------------------------------------------------------
  startWhereWorkGoesOn() {
    const isAsked = new URLSearchParams(location.search).has("task");
    this.setCurrent((isAsked ? this.selectedPlace() : null) ?? this.begin);
    const head = this.table.tHead;
    const line = this.sheet.querySelector(".g-ground .g-today");
    const chart = head.querySelector(".g-chart");
    if (line && chart.offsetWidth && this.box.scrollWidth > this.box.clientWidth) {
      const room = this.box.clientWidth - chart.offsetLeft;
      this.box.scrollLeft = Math.max(Number(line.getAttribute("x1")) - room / 4, 0);
    }
    const row = this.rowAt(this.current);
    if (!row || row.hidden) return;
    const above = isAsked ? this.box.clientHeight / 3 : 0;
    this.box.scrollTop = row.offsetTop - head.offsetHeight - above;
    this.reveal(row);
  }

  drawLinks() {
    const head = this.table.tHead.offsetHeight;
    const middle = Math.min(this.rowHeight, 26) / 2 + 1;
    const rowAt = (place) => (this.order[place] < 0 ? null : head + this.order[place] * this.rowHeight + middle);
    const from = this.box.scrollTop - 600;
    const until = this.box.scrollTop + this.box.clientHeight + 600;
    this.linesSvg.setAttribute("width", String(this.table.tHead.querySelector(".g-chart").offsetWidth));
    this.linesSvg.setAttribute("height", String(this.sheet.offsetHeight));
    this.linesSvg.replaceChildren(...linesBetween(this.links, rowAt, from, until));
  }
}

export function startGantt() {
  const box = document.querySelector("[data-gantt]");
  const outline = document.getElementById("plan-outline");
  if (!box || !outline) return;
  const plan = new Plan(box, JSON.parse(outline.textContent));
  plan.start();
  plan.watchPanel();
  onLetter("w", () => {
    plan.explain(plan.rowAt(plan.current)?.dataset.task);
  });
}
