// Both sides in one scroll box: what is in view is shown, with a little around it, and redrawn when that runs out.
import { ROW } from "./shapes.js";

const AROUND = 4; // rows above and below what is in view
const ASIDE = 240; // pixels beside it
const NARROW = matchMedia("(max-width: 699px)"); // as in the style: the grid stands alone there
const CALM = 150; // milliseconds without scrolling until the rows are put in order

export class Sheet {
  constructor(box, plan, scale, rows, chart, head) {
    Object.assign(this, { box, plan, scale, rows, chart, head });
    this.space = box.querySelector("[data-plan-space]");
    this.drawn = { first: 0, last: -1, left: 0, right: -1 };
    this.onView = () => {};
    let isAsked = false;
    box.addEventListener("scroll", () => {
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(() => {
        isAsked = false;
        this.follow();
      });
    }, { passive: true });
    NARROW.addEventListener("change", () => this.redraw());
    new ResizeObserver(() => this.follow()).observe(box);
  }

  get leftWidth() {
    return this.rows.headings.offsetWidth;
  }

  // Another scale for all parts; what lay in the middle stays there.
  setScale(scale) {
    const middle = this.box.scrollLeft + (this.box.clientWidth - this.leftWidth) / 2;
    const instant = this.scale.instant(middle);
    for (const part of [this, this.chart, this.head]) part.scale = scale;
    this.redraw();
    this.box.scrollLeft = scale.x(instant) - (this.box.clientWidth - this.leftWidth) / 2;
    this.redraw();
  }

  // Gives everything its size. Nothing is measured after the first write: that would lay the page out twice.
  spread() {
    const height = this.plan.visible.length * ROW;
    const { leftWidth } = this;
    this.space.style.height = `${height + this.head.height}px`;
    this.rows.box.style.height = `${height}px`;
    this.space.style.width = `${leftWidth + (NARROW.matches ? 0 : this.scale.width)}px`;
    this.chart.svg.style.left = `${leftWidth}px`;
    this.rows.box.style.width = `${leftWidth}px`;
  }

  // What can be seen: places of rows and places on the scale.
  view() {
    const room = this.box.clientHeight - this.head.height;
    const first = Math.floor(this.box.scrollTop / ROW);
    const left = this.box.scrollLeft;
    return { first, last: first + Math.ceil(room / ROW) + 1, left, right: left + this.box.clientWidth - this.leftWidth };
  }

  follow() {
    const view = this.view();
    const { drawn } = this;
    const isCovered =
      drawn.leftWidth === this.leftWidth &&
      view.first >= drawn.first && Math.min(view.last, this.plan.visible.length) <= drawn.last &&
      view.left >= drawn.left && view.right <= drawn.right;
    if (isCovered) this.onView(view);
    else this.redraw(view);
  }

  redraw(view = this.view()) {
    const { leftWidth } = this;
    this.spread();
    const n = this.plan.visible.length;
    const first = Math.max(Math.min(view.first - AROUND, n), 0);
    const last = Math.min(view.last + AROUND, n);
    const left = Math.max(view.left - ASIDE, 0);
    const right = Math.min(Math.max(view.right + ASIDE, left + 1), Math.max(this.scale.width, view.right));
    this.rows.show(first, last);
    this.chart.draw(first, last, left, right);
    this.head.draw(left, right);
    this.drawn = { first, last, left, right, leftWidth };
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.rows.settle(), CALM);
    this.onView(view);
  }

  // Everything changed: values, rows or scale.
  refresh() {
    this.rows.refresh();
    this.redraw();
  }

  // Scrolls until a visible place is in view.
  bringIntoView(place) {
    const top = place * ROW;
    const room = this.box.clientHeight - this.head.height;
    if (this.box.scrollTop > top) this.box.scrollTop = top;
    else if (this.box.scrollTop < top + ROW - room) this.box.scrollTop = top + ROW - room;
    this.follow();
  }

  // Scrolls sideways until an instant is in view.
  bringInstantIntoView(instant) {
    if (NARROW.matches) return;
    const x = this.scale.x(instant);
    const room = this.box.clientWidth - this.leftWidth;
    if (x < this.box.scrollLeft || x > this.box.scrollLeft + room - 60) this.showInstant(instant);
  }

  // Shows everything for the first time, with an instant and a row where they can be seen.
  showFirst(instant, place) {
    if (!NARROW.matches) this.box.scrollLeft = Math.max(this.scale.x(instant) - (this.box.clientWidth - this.leftWidth) / 4, 0);
    this.box.scrollTop = place * ROW;
    this.refresh();
  }

  // Scrolls sideways until an instant stands at a quarter of the drawing.
  showInstant(instant) {
    if (NARROW.matches) return;
    this.box.scrollLeft = Math.max(this.scale.x(instant) - (this.box.clientWidth - this.leftWidth) / 4, 0);
    this.follow();
  }
}
