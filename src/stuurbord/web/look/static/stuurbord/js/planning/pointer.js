// The mouse on the drawing: drag a bar to move it, its end to resize it, from a bar's end to another bar to link them.
import { INACTIVE, MILESTONE, SUMMARY } from "./plan.js";
import { ROW } from "./shapes.js";

const DAY = 86400;
const NEAR = 6; // pixels around an end that take it

export class Pointer {
  // act: {tryOut, keep, drop, select} of the page.
  constructor(sheet, act) {
    Object.assign(this, { sheet, act });
    this.drag = null;
    const { svg } = sheet.chart;
    svg.addEventListener("pointermove", (event) => this.onMove(event));
    svg.addEventListener("pointerdown", (event) => this.onDown(event));
    svg.addEventListener("pointerup", (event) => this.onUp(event));
    svg.addEventListener("pointercancel", () => this.stop());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.drag) {
        event.preventDefault();
        this.stop();
      }
    });
  }

  // What lies under the mouse: {row, x, part} with part "bar", "finish" or "", null outside the rows.
  under(event) {
    const { plan, scale, chart } = this.sheet;
    const bounds = chart.svg.getBoundingClientRect();
    const x = event.clientX - bounds.left + this.sheet.drawn.left;
    const place = this.sheet.drawn.first + Math.floor((event.clientY - bounds.top) / ROW);
    const row = plan.visible[place];
    if (row === undefined || plan.value(row, "start") === null) return null;
    const [x1, x2] = [scale.x(plan.value(row, "start")), scale.x(plan.value(row, "finish"))];
    const isPoint = plan.is(row, MILESTONE) || Boolean(plan.value(row, "gate"));
    const [from, until] = isPoint ? [x2 - 8, x2 + 8] : [x1 - 2, x2 + NEAR];
    let part = x >= from && x <= until ? "bar" : "";
    if (part && !isPoint && x > x2 - NEAR && x2 - x1 > 2 * NEAR) part = "finish";
    return { row, place, x, part };
  }

  mayDrag(row) {
    const { plan } = this.sheet;
    return !plan.is(row, SUMMARY) && !plan.is(row, INACTIVE) && plan.value(row, "actual_finish") === null;
  }

  onMove(event) {
    const at = this.under(event);
    if (!this.drag) {
      const may = at?.part && this.mayDrag(at.row);
      this.sheet.chart.svg.style.cursor = !may ? "" : at.part === "finish" ? "ew-resize" : "grab";
      return;
    }
    this.drag.moved = true;
    const edit = this.edit(event, at);
    if (edit && JSON.stringify(edit) !== this.drag.last) {
      this.drag.last = JSON.stringify(edit);
      this.act.tryOut(edit);
    }
  }

  onDown(event) {
    const at = this.under(event);
    if (event.button || !at) return;
    this.act.select(at.place);
    if (!at.part || !this.mayDrag(at.row)) return;
    const { plan } = this.sheet;
    this.drag = {
      kind: at.part === "finish" ? "resize" : "move",
      uid: plan.value(at.row, "uid"),
      row: at.row,
      x: at.x,
      start: plan.value(at.row, "start"),
      finish: plan.value(at.row, "finish"),
      duration: plan.value(at.row, "duration"),
    };
    this.sheet.chart.svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  // Over another row it links; along its own row it moves or resizes, by whole days.
  edit(event, at) {
    const { drag } = this;
    const { plan, scale } = this.sheet;
    if (at && at.row !== drag.row && at.part) {
      return { edit: "Link", predecessor: drag.uid, successor: plan.value(at.row, "uid") };
    }
    const x = event.clientX - this.sheet.chart.svg.getBoundingClientRect().left + this.sheet.drawn.left;
    const days = Math.round((x - drag.x) / scale.perDay);
    if (drag.kind === "move") return { edit: "Move", uid: drag.uid, start: drag.start + days * DAY };
    const share = Math.max(scale.instant(x) - drag.start, 0) / Math.max(drag.finish - drag.start, 1);
    const perDay = plan.columns.plan.seconds_per_day;
    const duration = Math.max(Math.round((drag.duration * share) / perDay), 1) * perDay;
    return { edit: "Resize", uids: [drag.uid], duration };
  }

  onUp(event) {
    if (!this.drag) return;
    const edit = this.drag.moved ? this.edit(event, this.under(event)) : null;
    this.drag = null;
    if (edit) this.act.keep(edit);
  }

  stop() {
    if (!this.drag) return;
    this.drag = null;
    this.act.drop();
  }
}
