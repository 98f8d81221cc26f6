// The drawing of a portfolio: as that of a plan, with the gates of folded projects on their bars and links across.
import { Chart, element } from "./chart.js";
import { partsOf } from "./portfolio_plan.js";
import { ROW } from "./shapes.js";

const ROOM = 26; // pixels that a gate's name needs before the next gate
const STUB = 18; // pixels of the line from what is not on this page

export class PortfolioChart extends Chart {
  // portfolio: Portfolio; told: {day} to write a date.
  constructor(svg, plan, scale, settings, portfolio, formats) {
    super(svg, plan, scale, settings);
    Object.assign(this, { portfolio, formats });
    for (const kind of ["cross", "crossArrow", "crossLate", "crossLateArrow", "gateBefore", "gateOn", "gateMoved"]) {
      this[kind] = svg.appendChild(element("path", `pw-${kind}`));
    }
    this.names = svg.appendChild(element("g", "pw-labels"));
  }

  draw(first, last, left, right) {
    super.draw(first, last, left, right);
    this.drawGates(first, last);
    this.drawCrossing(first, last);
  }

  drawGates(first, last) {
    const made = { gateBefore: "", gateOn: "", gateMoved: "" };
    const names = [];
    for (let place = first; place < last; place += 1) {
      const code = this.plan.value(this.plan.visible[place], "uid");
      if (!this.portfolio.byCode.has(code) || !this.plan.folded.has(code)) continue;
      this.gatesOf(code, (place - first) * ROW + 13, made, names);
    }
    for (const [kind, outline] of Object.entries(made)) this[kind].setAttribute("d", outline);
    this.names.replaceChildren(...names);
  }

  gatesOf(code, y, made, names) {
    const gates = this.portfolio.gates(code)
      .map(([gate, uid]) => ({ gate, x: this.xOf(this.plan, uid), before: this.before ? this.xOf(this.before, uid) : null }))
      .filter(({ x }) => x !== null)
      .sort((one, other) => one.x - other.x);
    gates.forEach(({ gate, x, before }, at) => {
      const isMoved = before !== null && before !== x;
      if (isMoved) made.gateBefore += diamond(before, y, 5);
      made[isMoved ? "gateMoved" : "gateOn"] += diamond(x, y, 5.5);
      if (!gates[at + 1] || gates[at + 1].x - x > ROOM) names.push(this.named(gate, x, y));
    });
  }

  xOf(plan, uid) {
    const row = plan.rowOf.get(uid);
    const finish = row === undefined ? null : plan.value(row, "finish");
    return finish === null ? null : this.scale.x(finish);
  }

  named(text, x, y) {
    const name = element("text", "pw-gate-name");
    name.setAttribute("x", x + 8);
    name.setAttribute("y", y - 3);
    name.textContent = text;
    return name;
  }

  drawCrossing(first, last) {
    const made = { cross: "", crossArrow: "", crossLate: "", crossLateArrow: "" };
    for (const link of this.portfolio.links) {
      const to = this.end(link.after, "start", first);
      if (!to || to.place < 0) continue;
      const from = link.before ? this.end(link.before, "finish", first) : null;
      if (outside(from?.place ?? to.place, to.place, first, last)) continue;
      const late = link.is_late ? "crossLate" : "cross";
      // What has no task on this page stands on its day.
      const day = link.day === null ? null : this.scale.x(link.day);
      const isTask = link.before && !Number.isNaN(partsOf(link.before).uid);
      const x1 = isTask && from ? from.x : day ?? from?.x ?? to.x - STUB;
      const x2 = Number.isNaN(partsOf(link.after).uid) ? Math.max(x1, to.x) : to.x;
      const [line, arrow] = from && from.y !== to.y ? bent(x1, from.y, x2, to.y) : stub(x2, to.y);
      made[late] += line;
      made[`${late}Arrow`] += arrow;
    }
    for (const [kind, outline] of Object.entries(made)) this[kind].setAttribute("d", outline);
  }

  // Where a task is drawn, or else the project it belongs to: {place, x, y}; null where neither is on this page.
  end(name, side, first) {
    const row = this.plan.rowOf.get(name) ?? this.plan.rowOf.get(partsOf(name).code);
    if (row === undefined) return null;
    let seen = row;
    while (seen >= 0 && this.plan.placeOf[seen] < 0) seen = this.plan.parents[seen];
    const instant = this.plan.value(row, side);
    if (seen < 0 || instant === null) return null;
    const place = this.plan.placeOf[seen];
    return { place, x: this.scale.x(instant), y: (place - first) * ROW + 13 };
  }

  // What a row waits for in other projects, in words.
  waitsOf(name) {
    return this.portfolio.links.filter((link) => link.after === name).map((link) => {
      const day = link.day === null ? "" : this.formats.day(link.day);
      return [this.words.waitsFor.replace("{giver}", link.giver), link.what, day].filter(Boolean).join(", ");
    });
  }

  isLinked(name) {
    return this.portfolio.links.some((link) => link.after === name || link.before === name);
  }
}

function outside(one, other, first, last) {
  return Math.max(one, other) < first || Math.min(one, other) >= last;
}

function bent(x1, y1, x2, y2) {
  const down = y2 > y1 ? 1 : -1;
  const x = x2 + 3;
  const end = y2 - 7 * down;
  const aside = x >= x1 + 4 ? "" : `h6V${y2 - 13 * down}`;
  return [`M${n(x1)} ${y1}${aside}H${n(x)}V${end}`, `M${n(x)} ${end + 3 * down}l-3.5 ${-5 * down}h7z`];
}

function stub(x, y) {
  return [`M${n(x - STUB)} ${y - 9}h${STUB + 3}v2`, `M${n(x + 3)} ${y - 4}l-3.5 -5h7z`];
}

function diamond(x, y, size) {
  return `M${n(x)} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`;
}

function n(value) {
  return Math.round(value * 10) / 10;
}

