// A plan grouped otherwise than by its outline: made-up summaries, each with the tasks that belong to it.
import { CRITICAL, SUMMARY } from "./plan.js";

const DAY = 86400;

// Returns columns with a summary per group, its tasks below it; tasks keep their uids, summaries get negative ones.
// by: "people", "critical" or "month"; a task of two people stands under the first.
export function grouped(columns, by, words) {
  const groups = new Map();
  columns.uid.forEach((uid, row) => {
    if ((columns.flags[row] & SUMMARY) !== 0) return;
    const { key, name } = groupOf(columns, row, by, words);
    if (!groups.has(key)) groups.set(key, { name, rows: [] });
    groups.get(key).rows.push(row);
  });
  const ordered = [...groups.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
  const order = ordered.flatMap((group) => [group, ...group.rows]);
  const made = { plan: columns.plan };
  for (const [name, held] of Object.entries(columns)) {
    if (!Array.isArray(held) || name === "links") continue;
    if (!held.length) made[name] = [];
    else made[name] = order.map((one, at) => (typeof one === "number" ? held[one] : summary(columns, one, name, at)));
  }
  made.level = order.map((one) => (typeof one === "number" ? 2 : 1));
  const place = new Map(order.map((one, at) => [one, at]));
  made.links = columns.links
    .filter(([before, after]) => place.has(before) && place.has(after))
    .map(([before, after, ...rest]) => [place.get(before), place.get(after), ...rest]);
  return made;
}

function groupOf(columns, row, by, words) {
  if (by === "people") {
    const first = columns.people[row][0]?.[0];
    const name = columns.plan.resources.find(([uid]) => uid === first)?.[1];
    return name ? { key: `1${name}`, name } : { key: "2", name: words.nobody };
  }
  if (by === "critical") {
    const isCritical = (columns.flags[row] & CRITICAL) !== 0;
    return isCritical ? { key: "1", name: words.isCritical } : { key: "2", name: words.notCritical };
  }
  const finish = columns.finish[row];
  if (finish === null) return { key: "9999", name: "–" };
  const date = new Date(Math.floor(finish / DAY) * DAY * 1000);
  const month = words.months[date.getUTCMonth()];
  return { key: date.toISOString().slice(0, 7), name: `${month} ${date.getUTCFullYear()}` };
}

function summary(columns, group, name, at) {
  const values = () => group.rows.map((row) => columns[name][row]).filter((value) => value !== null);
  const found = {
    uid: () => -1 - at,
    name: () => `${group.name} (${group.rows.length})`,
    wbs: () => "",
    flags: () => SUMMARY,
    people: () => [],
    percent: () => mean(values()),
    start: () => Math.min(...values()),
    finish: () => Math.max(...values()),
    gate: () => "",
    calendar: () => "",
    duration: () => 0,
  }[name];
  const value = found ? found() : null;
  return Number.isFinite(value) || typeof value !== "number" ? value : null;
}

function mean(values) {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}
