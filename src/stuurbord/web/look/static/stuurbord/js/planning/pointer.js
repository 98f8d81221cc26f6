// The mouse on the drawing: drag a bar to move it, its end to resize it; from its end to another bar it links them.
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
    // Before the grid gets the key: the focus stands on a row.
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.drag) return;
      event.preventDefault();
      event.stopPropagation();
      this.stop();
    }, true);
  }

  // Where the mouse is on the drawing: pixels on the scale, and from the top of what is drawn.
  at(event) {
    const bounds = this.sheet.chart.svg.getBoundingClientRect();
    return { x: event.clientX - bounds.left + this.sheet.drawn.left, y: event.clientY - bounds.top };
  }

  // What lies under the mouse: {row, place, x, part} with part "bar", "finish" or ""; null outside the rows.
  under(event) {
    const { plan, scale } = this.sheet;
    const { x, y } = this.at(event);
    const place = this.sheet.drawn.first + Math.floor(y / ROW);
    const row = plan.visible[place];
    if (row === undefined) return null;
    if (plan.value(row, "start") === null) return { row, place, x, part: "" };
    const [x1, x2] = [scale.x(plan.value(row, "start")), scale.x(plan.value(row, "finish"))];
    const isPoint = plan.is(row, MILESTONE) || Boolean(plan.value(row, "gate"));
    const [from, until] = isPoint ? [x2 - 8, x2 + 8] : [x1 - 2, Math.max(x2, x1 + 4) + NEAR];
    let part = x >= from && x <= until ? "bar" : "";
    if (part && !isPoint && x > x2 - NEAR && x2 - x1 > 2 * NEAR) part = "finish";
    return { row, place, x, part, isShort: isPoint || x2 - x1 <= 2 * NEAR };
  }

  mayDrag(row) {
    const { plan } = this.sheet;
    return this.act.mayEdit && !plan.is(row, SUMMARY) && !plan.is(row, INACTIVE) && plan.value(row, "actual_finish") === null;
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
    this.showGhost(event, edit);
    const said = JSON.stringify(edit);
    if (said === this.drag.last) return;
    this.drag.last = said;
    if (edit) this.act.tryOut([edit]);
  }

  // The bar follows the hand at once; what it comes to follows from the server.
  showGhost(event, edit) {
    const { drag } = this;
    const { chart, scale } = this.sheet;
    const y = (drag.place - this.sheet.drawn.first) * ROW;
    if (edit?.edit === "Link") {
      const at = this.at(event);
      chart.showGhost(`M${scale.x(drag.finish)} ${y + 13}L${at.x} ${at.y}`);
      return;
    }
    const shift = edit?.edit === "Move" ? edit.start - drag.start : 0;
    const x1 = scale.x(drag.start + shift);
    const x2 = edit?.edit === "Resize" ? Math.max(this.at(event).x, x1 + 2) : scale.x(drag.finish + shift);
    chart.showGhost(`M${x1} ${y + 6}H${Math.max(x2, x1 + 2)}v14H${x1}z`);
  }

  onDown(event) {
    const at = this.under(event);
    if (event.button || !at) return;
    this.act.select(at.place);
    event.preventDefault(); // the focus stays on the row, and no text is selected
    if (!at.part || !this.mayDrag(at.row)) return;
    const { plan } = this.sheet;
    const value = (name) => plan.value(at.row, name);
    this.drag = {
      kind: at.part === "finish" ? "resize" : "move",
      // From an end; from a moment or a bar too short to have one, from the whole, or anywhere with Shift.
      mayLink: at.part === "finish" || at.isShort || event.shiftKey,
      uid: value("uid"),
      place: at.place,
      row: at.row,
      x: at.x,
      start: value("start"),
      finish: value("finish"),
      duration: value("duration"),
    };
    this.sheet.chart.svg.setPointerCapture(event.pointerId);
  }

  // From its end over another bar it links; along its own row it moves or resizes, by whole days.
  edit(event, at) {
    const { drag } = this;
    const { plan, scale } = this.sheet;
    if (drag.mayLink && at && at.row !== drag.row && at.part) {
      return { edit: "Link", predecessor: drag.uid, successor: plan.value(at.row, "uid") };
    }
    const { x } = this.at(event);
    if (drag.kind === "move") {
      const days = Math.round((x - drag.x) / scale.perDay);
      return days ? { edit: "Move", uid: drag.uid, start: drag.start + days * DAY } : null;
    }
    const share = Math.max(scale.instant(x) - drag.start, 0) / Math.max(drag.finish - drag.start, 1);
    const perDay = plan.secondsPerDay(drag.row);
    const duration = Math.max(Math.round((drag.duration * share) / perDay), 1) * perDay;
    return duration === drag.duration ? null : { edit: "Resize", uids: [drag.uid], duration };
  }

  onUp(event) {
    if (!this.drag) return;
    const edit = this.drag.moved ? this.edit(event, this.under(event)) : null;
    const wasTried = Boolean(this.drag.last) && this.drag.last !== "null";
    this.end();
    if (edit) this.act.keep([edit]);
    else if (wasTried) this.act.drop();
  }

  stop() {
    if (!this.drag) return;
    this.end();
    this.act.drop();
  }

  end() {
    this.drag = null;
    this.sheet.chart.showGhost();
  }
}
