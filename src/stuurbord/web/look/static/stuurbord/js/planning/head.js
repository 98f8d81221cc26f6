// The scale above the drawing: months and years, days and weeks, and where today is.
import { element } from "./chart.js";

export class Head {
  constructor(svg, scale, words) {
    Object.assign(this, { svg, scale, words, height: 41 });
  }

  // today: instant or null.
  todayWithin(left, right) {
    const x = this.today === null || this.today === undefined ? -1 : this.scale.x(this.today);
    if (x < left || x > right) return [];
    const width = this.words.today.length * 6.2 + 10;
    const box = element("rect", "pw-today-box");
    for (const [name, value] of Object.entries({ x: x - width / 2, y: 2, width, height: 16 })) box.setAttribute(name, value);
    const word = text({ x: x - width / 2 + 1, text: this.words.today }, 14, "pw-today-word");
    return [box, word];
  }

  draw(left, right) {
    const { lower, upper } = this.scale.ticks(left, right, this.words);
    this.svg.style.transform = `translateX(${left}px)`;
    this.svg.setAttribute("width", right - left);
    this.svg.setAttribute("height", this.height);
    this.svg.setAttribute("viewBox", `${left} 0 ${right - left} ${this.height}`);
    const made = [...upper.map((tick) => text(tick, 14, "upper")), ...lower.map((tick) => text(tick, 33, ""))];
    const line = element("path", "pw-grid");
    line.setAttribute("d", lower.map(({ x }) => `M${Math.round(x) + 0.5} 20v21`).join(""));
    this.svg.replaceChildren(line, ...made, ...this.todayWithin(left, right));
  }
}

function text({ x, text: written }, y, kind) {
  const made = element("text", kind);
  made.setAttribute("x", x + 4);
  made.setAttribute("y", y);
  made.textContent = written;
  return made;
}
