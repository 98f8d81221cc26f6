// The whole plan in a strip below it, and which part of it is in view; the scroll box does the same by keyboard.
import { element } from "./chart.js";
import { CRITICAL, SUMMARY } from "./plan.js";

const HEIGHT = 44;
const MOST_ROWS = 1500; // more would not be seen apart

export class Minimap {
  constructor(svg, sheet) {
    Object.assign(this, { svg, sheet });
    this.bars = svg.appendChild(element("path", "pw-map-bar"));
    this.critical = svg.appendChild(element("path", "pw-map-crit"));
    this.window = svg.appendChild(element("rect", "pw-map-window"));
    svg.addEventListener("pointerdown", (event) => {
      svg.setPointerCapture(event.pointerId);
      this.scrollTo(event);
    });
    svg.addEventListener("pointermove", (event) => event.buttons === 1 && this.scrollTo(event));
  }

  // Draws the plan when nothing else has to be done.
  drawSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.draw(), 120);
  }

  draw() {
    const { plan, scale } = this.sheet;
    const width = this.svg.clientWidth;
    if (!width) return;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.ratio = width / Math.max(scale.width, 1);
    const n = plan.visible.length;
    const step = Math.max(1, Math.ceil(n / MOST_ROWS));
    const paths = ["", ""];
    for (let place = 0; place < n; place += step) {
      const row = plan.visible[place];
      const start = plan.value(row, "start");
      const isShownByParts = plan.is(row, SUMMARY) && plan.hasParts(row) && !plan.folded.has(plan.value(row, "uid"));
      if (start === null || isShownByParts) continue;
      const [x1, x2] = [scale.x(start) * this.ratio, scale.x(plan.value(row, "finish")) * this.ratio];
      const y = 2 + ((HEIGHT - 4) * place) / Math.max(n - 1, 1);
      paths[Number(plan.is(row, CRITICAL))] += `M${x1.toFixed(1)} ${y.toFixed(1)}H${Math.max(x2, x1 + 1).toFixed(1)}`;
    }
    this.bars.setAttribute("d", paths[0]);
    this.critical.setAttribute("d", paths[1]);
    this.show(this.sheet.view());
  }

  show(view) {
    if (!this.ratio) return;
    const n = Math.max(this.sheet.plan.visible.length, 1);
    const [y1, y2] = [view.first, Math.min(view.last, n)].map((place) => (HEIGHT * place) / n);
    const facts = { x: view.left * this.ratio, y: y1, width: Math.max((view.right - view.left) * this.ratio, 4), height: Math.max(y2 - y1, 3) };
    for (const [name, value] of Object.entries(facts)) this.window.setAttribute(name, Math.round(value * 10) / 10);
  }

  scrollTo(event) {
    const bounds = this.svg.getBoundingClientRect();
    const { box } = this.sheet;
    const view = this.sheet.view();
    box.scrollLeft = (event.clientX - bounds.left) / this.ratio - (view.right - view.left) / 2;
    const share = (event.clientY - bounds.top) / bounds.height;
    box.scrollTop = share * box.scrollHeight - box.clientHeight / 2;
  }
}
