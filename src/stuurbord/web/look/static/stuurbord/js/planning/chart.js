// The right side: one drawing that covers the rows in view and a little around them.
import { lines, ROW, shapes } from "./shapes.js";

const SVG = "http://www.w3.org/2000/svg";
const PATHS = [
  "before", "float", "baseline", "bar", "crit", "progress", "sum", "milestone", "gate", "deadline",
  "link", "arrow", "linkCritical", "arrowCritical",
];

export class Chart {
  constructor(svg, plan, scale) {
    Object.assign(this, { svg, plan, scale });
    this.ground = svg.appendChild(element("g"));
    this.grid = this.ground.appendChild(element("path", "p-grid"));
    this.gridStrong = this.ground.appendChild(element("path", "p-grid strong"));
    this.marks = this.ground.appendChild(element("g"));
    this.paths = Object.fromEntries(PATHS.map((kind) => [kind, svg.appendChild(element("path", `p-${kind}`))]));
    this.labels = svg.appendChild(element("g", "p-labels"));
    this.shows = { links: "critical", baseline: true, float: true };
    this.before = null;
  }

  // Draws the rows between two visible places, between two places on the scale.
  draw(first, last, left, right) {
    const height = (last - first) * ROW;
    this.svg.style.transform = `translate(${left}px, ${first * ROW}px)`;
    this.svg.setAttribute("width", right - left);
    this.svg.setAttribute("height", height);
    this.svg.setAttribute("viewBox", `${left} 0 ${right - left} ${height}`);
    const made = shapes(this.plan, this.scale, first, last, this.before);
    if (!this.shows.float) made.float = "";
    if (!this.shows.baseline) made.baseline = "";
    Object.assign(made, lines(this.plan, this.scale, first, last, this.shows.links));
    for (const [kind, path] of Object.entries(this.paths)) path.setAttribute("d", made[kind] ?? "");
    this.drawGround(left, right, height);
    this.drawLabels(first, last);
  }

  drawGround(left, right, height) {
    const { lower } = this.scale.ticks(left, right, this.words);
    const paths = ["", ""];
    for (const { x, isStrong } of lower) paths[Number(isStrong)] += `M${Math.round(x) + 0.5} 0v${height}`;
    this.grid.setAttribute("d", paths[0]);
    this.gridStrong.setAttribute("d", paths[1]);
    this.marks.replaceChildren(...this.marksWithin(left, right, height));
  }

  // Today, the status date and the days the calendar closes.
  marksWithin(left, right, height) {
    const made = [];
    for (const [from, until] of this.closures ?? []) {
      const [x1, x2] = [this.scale.x(from), this.scale.x(until)];
      if (x2 < left || x1 > right || x2 - x1 < 3) continue;
      const rest = element("rect", "p-rest");
      for (const [name, value] of Object.entries({ x: x1, y: 0, width: x2 - x1, height })) rest.setAttribute(name, value);
      made.push(rest);
    }
    for (const [kind, instant] of Object.entries(this.days ?? {})) {
      if (instant === null) continue;
      const line = element("path", `p-${kind}`);
      line.setAttribute("d", `M${this.scale.x(instant)} 0v${height}`);
      made.push(line);
    }
    return made;
  }

  drawLabels(first, last) {
    const made = [];
    for (let place = first; place < last; place += 1) {
      const row = this.plan.visible[place];
      const text = this.label?.(row);
      if (!text) continue;
      const label = element("text");
      label.setAttribute("x", this.scale.x(this.plan.value(row, "finish")) + 11);
      label.setAttribute("y", (place - first) * ROW + 17);
      label.textContent = text;
      made.push(label);
    }
    this.labels.replaceChildren(...made);
  }
}

export function element(name, kind) {
  const made = document.createElementNS(SVG, name);
  if (kind) made.setAttribute("class", kind);
  return made;
}
