// The drawing of the rows in view: a handful of paths for all of them together, so that scrolling stays light.
import { CRITICAL, INACTIVE, MILESTONE, SUMMARY } from "./plan.js";

export const ROW = 26;
const KINDS = ["before", "baseline", "bar", "crit", "progress", "float", "sum", "gate", "milestone", "deadline"];

// Returns the outline of everything between two visible places, per kind of thing.
// before: columns as they were, when a preview is shown; null otherwise.
export function shapes(plan, scale, first, last, before) {
  const made = Object.fromEntries(KINDS.map((kind) => [kind, ""]));
  for (let place = first; place < last; place += 1) {
    const row = plan.visible[place];
    const y = (place - first) * ROW;
    if (plan.is(row, INACTIVE) || plan.value(row, "start") === null) continue;
    if (before) drawBefore(made, plan, scale, row, y, before);
    drawTask(made, plan, scale, row, y);
  }
  return made;
}

function drawTask(made, plan, scale, row, y) {
  const x1 = scale.x(plan.value(row, "start"));
  const x2 = Math.max(scale.x(plan.value(row, "finish")), x1 + 2);
  const isCritical = plan.is(row, CRITICAL);
  if (plan.value(row, "gate")) made.gate += diamond(x2, y + 13, 6);
  else if (plan.is(row, SUMMARY)) made.sum += `M${n(x1)} ${y + 10}H${n(x2)}v6l-3 -3H${n(x1 + 3)}l-3 3z`;
  else if (plan.is(row, MILESTONE)) made.milestone += diamond(x2, y + 13, 5);
  else drawBar(made, plan, scale, row, y, x1, x2, isCritical);
  const deadline = plan.value(row, "deadline");
  if (deadline !== null) made.deadline += `M${n(scale.x(deadline))} ${y + 20}l-4 -6h8z`;
  const [from, until] = baselineOf(plan, row);
  if (until !== null && until !== undefined) {
    const at = scale.x(until);
    made.baseline += plan.is(row, MILESTONE) || from === null ? diamond(at, y + 13, 5) : `M${n(at)} ${y + 6}v14`;
  }
}

function drawBar(made, plan, scale, row, y, x1, x2, isCritical) {
  const [top, height] = isCritical ? [y + 8, 10] : [y + 9, 8];
  made[isCritical ? "crit" : "bar"] += box(x1, top, x2, height);
  const done = plan.value(row, "percent");
  if (done > 0) made.progress += box(x1, y + 12, x1 + (x2 - x1) * done, 2);
  const late = plan.value(row, "late_finish");
  if (done < 1 && late !== null && plan.value(row, "total_float") > 0) {
    made.float += `M${n(x2)} ${y + 13}H${n(scale.x(late))}m0 -3v6`;
  }
}

function drawBefore(made, plan, scale, row, y, before) {
  const at = before.rowOf.get(plan.value(row, "uid"));
  if (at === undefined) return;
  const [start, finish] = [before.columns.start[at], before.columns.finish[at]];
  if (start === null || (start === plan.value(row, "start") && finish === plan.value(row, "finish"))) return;
  const isPoint = plan.is(row, MILESTONE) || plan.value(row, "gate");
  if (isPoint) made.before += diamond(scale.x(finish), y + 13, 5);
  else made.before += box(scale.x(start), y + 3, Math.max(scale.x(finish), scale.x(start) + 2), 3);
}

function baselineOf(plan, row) {
  const { baseline_start: start, baseline_finish: finish } = plan.columns;
  return finish.length ? [start[row], finish[row]] : [null, null];
}

// The lines between bars: from row to row, critical ones apart.
export function lines(plan, scale, first, last, shows) {
  const made = { link: "", arrow: "", linkCritical: "", arrowCritical: "" };
  if (shows === "none") return made;
  for (const [before, after, kind, , , drives] of plan.columns.links) {
    const [p1, p2] = [plan.placeOf[before], plan.placeOf[after]];
    if (p1 < 0 || p2 < 0 || Math.max(p1, p2) < first || Math.min(p1, p2) >= last) continue;
    const isCritical = drives && plan.is(before, CRITICAL) && plan.is(after, CRITICAL);
    if (!isCritical && shows !== "all") continue;
    const from = plan.value(before, kind === 1 || kind === 0 ? "finish" : "start"); // FS, FF: from the finish
    const to = plan.value(after, kind === 1 || kind === 3 ? "start" : "finish"); // FS, SS: to the start
    if (from === null || to === null) continue;
    draw(made, isCritical ? "Critical" : "", scale.x(from), (p1 - first) * ROW + 13, scale.x(to), (p2 - first) * ROW + 13);
  }
  return made;
}

function draw(made, suffix, x1, y1, x2, y2) {
  const down = y2 >= y1 ? 1 : -1;
  const x = x2 + 3;
  const end = y2 - 7 * down;
  const aside = x >= x1 + 4 ? "" : `h5V${y2 - 13 * down}`;
  made[`link${suffix}`] += `M${n(x1)} ${y1}${aside}H${n(x)}V${end}`;
  made[`arrow${suffix}`] += `M${n(x)} ${end + 3 * down}l-3 ${-4 * down}h6z`;
}

function box(x1, y, x2, height) {
  return `M${n(x1)} ${y}H${n(x2)}v${height}H${n(x1)}z`;
}

function diamond(x, y, size) {
  return `M${n(x)} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`;
}

function n(value) {
  return Math.round(value * 10) / 10;
}
