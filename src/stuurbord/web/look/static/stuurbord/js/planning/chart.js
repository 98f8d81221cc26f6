// The right side: one drawing that covers the rows in view and a little around them.
import { KINDS, lines, progressLine, ROW, shapes } from "./shapes.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 8; // pixels from which a closure is drawn; narrower ones only make noise
const LINES = ["link", "arrow", "linkCritical", "arrowCritical", "linkPath", "arrowPath"];

export class Chart {
  // words: of the page; days: {today, status} as instants or null; closures: [[from, until], …].
  constructor(svg, plan, scale, { words, days, closures }) {
    Object.assign(this, { svg, plan, scale, words, days, closures });
    svg.append(hatch());
    this.rest = svg.appendChild(element("path", "pw-rest"));
    this.grid = svg.appendChild(element("path", "pw-grid"));
    this.gridStrong = svg.appendChild(element("path", "pw-grid strong"));
    this.rowLines = svg.appendChild(element("path", "pw-rowline"));
    this.status = svg.appendChild(element("path", "pw-status"));
    this.today = svg.appendChild(element("path", "pw-today"));
    this.paths = Object.fromEntries([...KINDS, ...LINES].map((kind) => [kind, svg.appendChild(element("path", `pw-${kind}`))]));
    this.progressLine = svg.appendChild(element("path", "pw-progress-line"));
    this.ghost = svg.appendChild(element("path", "pw-ghost"));
    this.labels = svg.appendChild(element("g", "pw-labels"));
    this.shows = { links: "critical", baseline: true, float: true, names: false, progressLine: false };
    this.before = null;
    this.path = null;
    this.first = 0;
  }

  // Draws the rows between two visible places, between two places on the scale.
  draw(first, last, left, right) {
    const height = (last - first) * ROW;
    this.first = first;
    this.svg.style.transform = `translate(${left}px, ${first * ROW}px)`;
    this.svg.setAttribute("width", right - left);
    this.svg.setAttribute("height", height);
    this.svg.setAttribute("viewBox", `${left} 0 ${right - left} ${height}`);
    const made = shapes(this.plan, this.scale, first, last, this.before);
    if (!this.shows.float) made.float = "";
    if (!this.shows.baseline || this.before) made.baseline = "";
    Object.assign(made, lines(this.plan, this.scale, first, last, this.shows.links, this.path));
    for (const [kind, path] of Object.entries(this.paths)) path.setAttribute("d", made[kind]);
    this.progressLine.setAttribute("d", this.shows.progressLine ? progressLine(this.plan, this.scale, first, last) : "");
    this.drawGround(left, right, last - first);
    this.drawLabels(first, last);
  }

  drawGround(left, right, n) {
    const height = n * ROW;
    const paths = ["", ""];
    for (const { x, isStrong } of this.scale.ticks(left, right, this.words).lower) {
      paths[Number(isStrong)] += `M${Math.round(x) + 0.5} 0v${height}`;
    }
    this.grid.setAttribute("d", paths[0]);
    this.gridStrong.setAttribute("d", paths[1]);
    let rows = "";
    for (let at = 1; at <= n; at += 1) rows += `M${left} ${at * ROW - 0.5}H${right}`;
    this.rowLines.setAttribute("d", rows);
    this.rest.setAttribute("d", this.closed(left, right, height));
    for (const kind of ["today", "status"]) {
      const instant = this.days[kind] ?? null;
      this[kind].setAttribute("d", instant === null ? "" : `M${this.scale.x(instant)} 0v${height}`);
    }
  }

  // The days on which the calendar closes, where they are wide enough to see.
  closed(left, right, height) {
    let made = "";
    for (const [from, until] of this.closures) {
      const [x1, x2] = [this.scale.x(from), this.scale.x(until)];
      if (x2 >= left && x1 <= right && x2 - x1 >= WIDE) made += `M${x1} 0H${x2}v${height}H${x1}z`;
    }
    return made;
  }

  drawLabels(first, last) {
    const made = [];
    for (let place = first; place < last; place += 1) {
      const row = this.plan.visible[place];
      const text = this.label(row);
      if (!text) continue;
      const label = element("text");
      label.setAttribute("x", this.scale.x(this.plan.value(row, "finish")) + 11);
      label.setAttribute("y", (place - first) * ROW + 17);
      label.textContent = text;
      made.push(label);
    }
    this.labels.replaceChildren(...made);
  }

  // What stands beside a bar; the page gives it its words.
  label() {
    return "";
  }

  // Shows where a bar would come while the mouse holds it; without an outline it vanishes.
  showGhost(outline = "") {
    this.ghost.setAttribute("d", outline);
  }
}

export function element(name, kind) {
  const made = document.createElementNS(SVG, name);
  if (kind) made.setAttribute("class", kind);
  return made;
}

function hatch() {
  const pattern = element("pattern");
  const facts = { id: "plan-hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  for (const [name, value] of Object.entries(facts)) pattern.setAttribute(name, value);
  const line = pattern.appendChild(element("path", "pw-hatch"));
  line.setAttribute("d", "M0 0v5");
  return pattern;
}
