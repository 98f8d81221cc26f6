// How values read, and what is meant by what people type: Dutch by default, as the page says.
import { CRITICAL, ELAPSED, INACTIVE, LEGAL, MANUAL, MILESTONE, SUMMARY } from "./plan.js";

const DAY = 86400;
const SIGNS = { nl: [".", ","], fr: ["\u202f", ","], en: [",", "."] }; // Intl takes 46 ms before its first number
export const OWN = "own:"; // before the name of a column that the file brought
export const LINK_KINDS = ["FF", "FS", "SF", "SS"]; // by number, as in the plan

export class Formats {
  constructor(words, resources) {
    this.words = words;
    [this.thousands, this.decimal] = SIGNS[document.documentElement.lang.slice(0, 2)] ?? SIGNS.nl;
    this.names = new Map(resources);
    this.before = null; // the plan as it was, while a preview is shown
    this.own = new Map(); // name of a column of the file → {kind, values: uid → value}
  }

  // Takes the columns that the file brought of its own; returns their names, as the page calls columns.
  takeOwn(columns) {
    for (const { name, kind, values } of columns) {
      this.own.set(OWN + name, { kind, values });
      this.words.fields[OWN + name] = name;
    }
    return [...this.own.keys()];
  }

  ownCell(plan, row, name) {
    const { kind, values } = this.own.get(name) ?? { values: {} };
    const value = values[plan.value(row, "uid")];
    if (value === undefined) return "";
    switch (kind) {
      case "date":
        return this.day(value);
      case "duration":
        return this.days(plan, row, value);
      case "cost":
        return `€ ${this.number(value / 100, 2)}`;
      case "number":
        return this.number(value, 2);
      case "flag":
        return this.words.yes;
      default:
        return value;
    }
  }

  cell(plan, row, name) {
    if (name.startsWith(OWN)) return this.ownCell(plan, row, name);
    const value = plan.columns[name]?.[row];
    switch (name) {
      case "wbs":
        return value;
      case "name":
        return value || "–";
      case "start":
      case "finish":
      case "deadline":
      case "actual_start":
      case "actual_finish":
      case "constraint_date":
      case "baseline_finish":
      case "late_finish":
        return value === null || value === undefined ? "" : this.day(value);
      case "duration":
        return plan.is(row, SUMMARY) || plan.is(row, MILESTONE) ? "" : this.days(plan, row, value);
      case "total_float":
      case "free_float":
        return value === null || plan.is(row, SUMMARY) || plan.value(row, "percent") >= 1 ? "" : this.days(plan, row, value);
      case "cost":
        return value ? `€ ${this.number(value / 100)}` : "";
      case "work":
        return value ? `${this.number(value / 3600)} ${this.words.hour}` : "";
      case "constraint":
        return value ? this.words.constraints[value] : "";
      case "percent":
        return `${this.number(value * 100, 1)} %`;
      case "deviation":
        return this.deviation(plan, row);
      case "people":
        return this.people(value);
      case "predecessors":
        return this.predecessors(plan, row);
      default:
        return value === null || value === undefined ? "" : String(value);
    }
  }

  // 1.234,5: rounded to so many decimals at most.
  number(value, decimals = 0) {
    const [whole, part] = String(Number(Math.abs(value).toFixed(decimals))).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, this.thousands);
    const isLess = value < 0 && (Number(whole) || part);
    return `${isLess ? "−" : ""}${grouped}${part ? this.decimal + part : ""}`;
  }

  // 27/11/26
  day(instant) {
    const date = new Date(instant * 1000);
    const two = (number) => String(number).padStart(2, "0");
    return `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCFullYear() % 100)}`;
  }

  days(plan, row, seconds) {
    if (seconds === null) return "";
    const shown = this.number(seconds / plan.secondsPerDay(row), 1);
    return `${shown} ${plan.is(row, ELAPSED) ? this.words.day : this.words.workingDay}`;
  }

  // Calendar days after the baseline; while a preview is shown, after what was.
  deviation(plan, row) {
    const finish = plan.value(row, "finish");
    let promised = plan.columns.baseline_finish[row];
    if (this.before) {
      const uid = plan.value(row, "uid");
      const at = this.before.rowOf.get(uid);
      if (at === undefined) return uid < 0 ? "" : this.words.isNew;
      promised = this.before.columns.finish[at];
    }
    if (promised === null || promised === undefined || finish === null) return "";
    const days = Math.floor(finish / DAY) - Math.floor(promised / DAY);
    if (!days) return this.before ? "" : `0 ${this.words.day}`;
    return this.signed(days);
  }

  // What a column is called: while a preview is shown, the deviation is that from what was.
  heading(name) {
    return name === "deviation" && this.before ? this.words.difference : this.words.fields[name];
  }

  // +24 d
  signed(days) {
    return `${days > 0 ? "+" : days < 0 ? "−" : ""}${this.number(Math.abs(days))} ${this.words.day}`;
  }

  isChanged(plan, row) {
    if (!this.before || plan.value(row, "uid") < 0) return false;
    const at = this.before.rowOf.get(plan.value(row, "uid"));
    if (at === undefined) return true;
    return ["start", "finish", "duration", "percent", "name"].some((name) => this.before.columns[name][at] !== plan.columns[name][row]);
  }

  // What a task is, in words for who does not see it.
  states(plan, row) {
    const { words } = this;
    const made = [];
    if (plan.is(row, LEGAL)) made.push(words.isLegal);
    if (plan.value(row, "gate")) made.push(words.isGate);
    else if (plan.is(row, SUMMARY)) made.push(words.isSummary);
    else if (plan.is(row, MILESTONE)) made.push(words.isMilestone);
    if (plan.is(row, CRITICAL) && !plan.is(row, SUMMARY)) made.push(words.isCritical);
    if (plan.is(row, MANUAL)) made.push(words.manual);
    if (plan.is(row, INACTIVE)) made.push(words.isInactive);
    if (this.isChanged(plan, row)) made.push(words.isChanged);
    return made;
  }

  people(listed) {
    return listed.map(([uid, units]) => `${this.names.get(uid) ?? uid}${units === 1 ? "" : ` ${Math.round(units * 100)} %`}`).join(", ");
  }

  predecessors(plan, row) {
    return (plan.linksInto.get(row) ?? []).map((link) => this.predecessor(plan, link)).join("; ");
  }

  // 1.2, 1.2SS+3 wd, 1.2FS+2 d (on the calendar), 1.2FS+50 %
  predecessor(plan, [before, , kind, lag, unit]) {
    const code = plan.value(before, "wbs");
    if (!lag) return kind === 1 ? code : code + LINK_KINDS[kind];
    const [amount, suffix] = [
      [lag / plan.columns.plan.seconds_per_day, this.words.workingDay],
      [lag / DAY, this.words.day],
      [lag, "%"],
      [lag, "e%"],
    ][unit];
    const shown = this.number(Math.abs(amount), 1);
    return `${code}${LINK_KINDS[kind]}${lag > 0 ? "+" : "−"}${shown} ${suffix}`;
  }

  // Returns the instant a text means at the start of a working day, null where it means none.
  // 27/11/26, 27-11-2026, 2026-11-27, 2711 and +5 (days from the present value) are understood.
  instantOf(text, present, hour) {
    const written = text.trim();
    const shift = /^([+-]\d{1,4})$/.exec(written);
    if (shift && present !== null) return present + Number(shift[1]) * DAY;
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written);
    if (iso) return this.instantOf(`${iso[3]}/${iso[2]}/${iso[1]}`, present, hour);
    const found = /^(\d{1,2})[/\-. ]?(\d{1,2})(?:[/\-. ]?(\d{2}|\d{4}))?$/.exec(written);
    if (!found) return null;
    const [day, month] = [Number(found[1]), Number(found[2])];
    let year = found[3] ? Number(found[3]) : new Date((present ?? Date.now() / 1000) * 1000).getUTCFullYear();
    if (year < 100) year += 2000;
    const date = new Date(Date.UTC(year, month - 1, day, hour));
    return date.getUTCMonth() === month - 1 ? date.getTime() / 1000 : null;
  }

  // Returns the seconds a text means for a task: 5, 5 d, 2 w, 4 u; null where it means none.
  // A day and a week are the task's own: of work, or on the clock where it runs on the clock.
  durationOf(text, plan, row) {
    const found = /^(\d{1,5}(?:[.,]\d{1,2})?)\s*([a-z]*)\.?$/i.exec(text.trim());
    if (!found) return null;
    const amount = Number(found[1].replace(",", "."));
    const perDay = plan.secondsPerDay(row);
    const week = plan.is(row, ELAPSED) ? 7 : 5;
    const units = { "": perDay, d: perDay, wd: perDay, w: week * perDay, u: 3600, h: 3600 };
    const unit = units[found[2].toLowerCase()];
    return unit === undefined ? null : Math.round(amount * unit);
  }

  // Returns the fraction a text means: 40, 40 %; null where it means none.
  shareOf(text) {
    const found = /^(\d{1,3}(?:[.,]\d+)?)\s*%?$/.exec(text.trim());
    const share = found ? Number(found[1].replace(",", ".")) / 100 : null;
    return share !== null && share <= 1 ? share : null;
  }

  mayEdit(plan, row, name) {
    if (!this.isEditable || plan.value(row, "uid") < 0) return false;
    if (name === "name" || name === "deadline") return true;
    if (!["duration", "start", "percent", "predecessors", "people", "constraint", "constraint_date", "calendar", "legal_basis", "actual_start", "actual_finish", "cost"].includes(name)) return false;
    return !plan.is(row, SUMMARY) || name === "predecessors";
  }
}
