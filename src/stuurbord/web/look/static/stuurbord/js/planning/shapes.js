// The drawing of the rows in view: a handful of paths for all of them together, so that scrolling stays light.
import { CRITICAL, INACTIVE, LEGAL, MANUAL, MILESTONE, SUMMARY } from "./plan.js";

export const ROW = 26;
export const KINDS = [
  "float", "before", "baseline", "sum", "bar", "near", "manual", "crit", "legal", "after", "afterFoot", "progress",
  "milestone", "gate", "afterPoint", "constraint", "deadline",
];
const NEAR_DAYS = 5; // working days of float up to which a task is almost critical

// Returns the outline of everything between two visible places, per kind of thing.
// before: the plan as it was, when a preview is shown; null otherwise.
export function shapes(plan, scale, first, last, before) {
  const made = Object.fromEntries(KINDS.map((kind) => [kind, ""]));
  for (let place = first; place < last; place += 1) {
    const row = plan.visible[place];
    if (plan.is(row, INACTIVE) || plan.value(row, "start") === null) continue;
    drawTask(made, plan, scale, row, (place - first) * ROW, before);
  }
  return made;
}

export function isNear(plan, row) {
  const float = plan.value(row, "total_float");
  return float !== null && float > 0 && float <= NEAR_DAYS * plan.columns.plan.seconds_per_day && !isDone(plan, row);
}

export function isDone(plan, row) {
  return plan.value(row, "percent") >= 1 || plan.value(row, "actual_finish") !== null;
}

function drawTask(made, plan, scale, row, y, before) {
  const x1 = scale.x(plan.value(row, "start"));
  const x2 = Math.max(scale.x(plan.value(row, "finish")), x1 + 2);
  const moved = before ? drawBefore(made, plan, scale, row, y, before) : false;
  if (plan.value(row, "gate")) made[moved ? "afterPoint" : "gate"] += diamond(x2, y + 13, 6);
  else if (plan.is(row, SUMMARY)) made.sum += `M${n(x1)} ${y + 10}H${n(x2)}v6l-3 -3H${n(x1 + 3)}l-3 3z`;
  else if (plan.is(row, MILESTONE)) made[moved ? "afterPoint" : "milestone"] += diamond(x2, y + 13, 5);
  else drawBar(made, plan, scale, row, { x1, x2, y, moved });
  drawDates(made, plan, scale, row, y);
}

function drawBar(made, plan, scale, row, { x1, x2, y, moved }) {
  const isCritical = plan.is(row, CRITICAL);
  const [top, height] = isCritical ? [y + 8, 10] : [y + 9, 8];
  const isLegal = plan.is(row, LEGAL);
  const kind = moved ? "after" : isCritical ? "crit" : plan.is(row, MANUAL) ? "manual" : isNear(plan, row) ? "near" : "bar";
  for (const [from, until] of isLegal ? lawAndMore(plan, scale, row, x1, x2) : parts(plan, scale, row, x1, x2)) {
    const isTheLaws = isLegal && from === x1;
    made[isTheLaws ? "legal" : kind] += box(from, top, until, height);
    if (isCritical && (moved || isTheLaws)) made.afterFoot += box(from, top + height - 2, until, 2);
  }
  const done = plan.value(row, "percent");
  if (done > 0) made.progress += box(x1, y + 12, x1 + (x2 - x1) * done, 2);
  const late = plan.value(row, "late_finish");
  if (done < 1 && late !== null && plan.value(row, "total_float") > 0) {
    made.float += `M${n(x2)} ${y + 13}H${n(scale.x(late))}m0 -3v6`;
  }
}

// What the law asks at least, then what the plan adds to it.
function lawAndMore(plan, scale, row, x1, x2) {
  const over = plan.value(row, "legal_until");
  if (over === null) return [[x1, x2]];
  const at = Math.min(Math.max(scale.x(over), x1), x2);
  return at < x2 ? [[x1, at], [at, x2]] : [[x1, x2]];
}

// A task that was laid aside and taken up again has a gap between its parts.
function parts(plan, scale, row, x1, x2) {
  const [stop, resume] = [plan.columns.stop?.[row] ?? null, plan.columns.resume?.[row] ?? null];
  if (stop === null || resume === null || resume <= stop) return [[x1, x2]];
  const [left, right] = [scale.x(stop), scale.x(resume)];
  return left > x1 && right < x2 && right - left > 3 ? [[x1, left], [right, x2]] : [[x1, x2]];
}

function drawDates(made, plan, scale, row, y) {
  const deadline = plan.value(row, "deadline");
  if (deadline !== null) made.deadline += `M${n(scale.x(deadline))} ${y + 20}l-4 -6h8z`;
  const [constraint, on] = [plan.value(row, "constraint"), plan.value(row, "constraint_date")];
  if (constraint > 1 && on !== null) {
    const toRight = constraint === 4 || constraint === 6 ? 4 : -4; // not before: opens to what comes after
    made.constraint += `M${n(scale.x(on) + toRight)} ${y + 5}h${-toRight}v16h${toRight}`;
  }
  const [from, until] = baselineOf(plan, row);
  if (until === null || until === undefined) return;
  if (plan.is(row, MILESTONE) || from === null) made.baseline += diamond(scale.x(until), y + 13, 5);
  else made.baseline += box(scale.x(from), y + 21, Math.max(scale.x(until), scale.x(from) + 2), 3);
}

// Returns whether the row is new or lies elsewhere than it did.
function drawBefore(made, plan, scale, row, y, before) {
  const at = before.rowOf.get(plan.value(row, "uid"));
  if (at === undefined) return !plan.is(row, SUMMARY);
  const [start, finish] = [before.columns.start[at], before.columns.finish[at]];
  if (start === null || (start === plan.value(row, "start") && finish === plan.value(row, "finish"))) return false;
  const isPoint = plan.is(row, MILESTONE) || plan.value(row, "gate");
  if (isPoint) made.before += diamond(scale.x(finish), y + 13, 5);
  else made.before += box(scale.x(start), y + 3, Math.max(scale.x(finish), scale.x(start) + 2), 3);
  return true;
}

function baselineOf(plan, row) {
  const { baseline_start: start, baseline_finish: finish } = plan.columns;
  return finish.length ? [start[row], finish[row]] : [null, null];
}

// The lines between bars: from row to row, critical ones and those on the shown path apart.
// path: {rows, links} as drivingPath gives it, or null.
export function lines(plan, scale, first, last, shows, path) {
  const made = { link: "", arrow: "", linkCritical: "", arrowCritical: "", linkPath: "", arrowPath: "" };
  plan.columns.links.forEach((link, at) => {
    const p1 = plan.placeOf[link[0]];
    const p2 = plan.placeOf[link[1]];
    if (p1 < 0 || p2 < 0 || (p1 < first && p2 < first) || (p1 >= last && p2 >= last)) return;
    const [before, after, kind, , , drives] = link;
    const isOnPath = path?.links.has(at);
    const isCritical = drives && plan.is(before, CRITICAL) && plan.is(after, CRITICAL);
    if (!isOnPath && (shows === "none" || (!isCritical && shows !== "all"))) return;
    const from = plan.value(before, kind === 1 || kind === 0 ? "finish" : "start"); // FS, FF: from the finish
    const to = plan.value(after, kind === 1 || kind === 3 ? "start" : "finish"); // FS, SS: to the start
    if (from === null || to === null) return;
    const suffix = isOnPath ? "Path" : isCritical ? "Critical" : "";
    draw(made, suffix, scale.x(from), (p1 - first) * ROW + 13, scale.x(to), (p2 - first) * ROW + 13);
  });
  return made;
}

// The progress line: down the status date, bent at each row to where its work has come.
// Returns an outline for the rows between two visible places, empty where nothing is known.
export function progressLine(plan, scale, first, last) {
  const at = plan.columns.progress_at;
  const status = plan.columns.plan.status_date;
  if (!at?.length || status === null) return "";
  const x = n(scale.x(status));
  let made = `M${x} 0`;
  for (let place = first; place < last; place += 1) {
    const y = (place - first) * ROW;
    const instant = at[plan.visible[place]];
    if (instant !== null && instant !== undefined && instant !== status) made += `V${y + 3}L${n(scale.x(instant))} ${y + 13}L${x} ${y + 23}`;
  }
  return `${made}V${(last - first) * ROW}`;
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
