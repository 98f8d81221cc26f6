// A field in place of a cell, and the edits that what is typed in it means.
import { LINK_KINDS } from "./formats.js";

const DAY = 86400;
const MORNING = 8;
const EVENING = 17;
const EXPECTED = {
  start: "date", deadline: "date", constraint_date: "date", actual_start: "date", actual_finish: "date",
}; // columns that are told alike what they take
const NO_DATE_NEEDED = 1; // constraints up to this one, as soon and as late as possible, have no date

// Opens a field in a cell; done(text) gets what was typed, undefined where it was left.
// choices: list of [value, text] for a list to choose from, or of texts to suggest.
export function openField(cell, { value, label, choices, suggestions }, done) {
  const input = document.createElement(choices ? "select" : "input");
  input.className = "cell-input";
  input.setAttribute("aria-label", label);
  for (const [key, text] of choices ?? []) input.add(new Option(text, key));
  input.value = value;
  const list = suggestions ? listOf(suggestions) : null;
  if (list) input.setAttribute("list", list.id);
  const { tabIndex } = cell;
  cell.removeAttribute("tabindex"); // the field is what is operated now, not the cell around it
  cell.classList.add("open");
  cell.replaceChildren(...[input, list].filter(Boolean));
  input.focus();
  input.select?.();
  let isOpen = true;
  const leave = (keeps, then) => {
    if (!isOpen) return;
    isOpen = false;
    const typed = input.value;
    cell.replaceChildren();
    cell.classList.remove("open");
    cell.tabIndex = tabIndex;
    done(keeps && typed !== String(value) ? typed : undefined, then);
  };
  input.addEventListener("keydown", (event) => {
    const then = { Enter: event.shiftKey ? "up" : "down", Tab: event.shiftKey ? "left" : "right" }[event.key];
    if (!then && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    leave(event.key !== "Escape", then);
  });
  input.addEventListener("blur", () => leave(true));
}

function listOf(texts) {
  const list = document.createElement("datalist");
  list.id = "cell-suggestions";
  for (const text of texts) list.append(new Option(text, text));
  return list;
}

// Turns what is typed in a column into edits.
export class Meanings {
  constructor(plan, formats, words) {
    Object.assign(this, { plan, formats, words });
  }

  choices(name) {
    if (name === "constraint") return Object.entries(this.words.constraints);
    if (name === "calendar") return ["", ...this.plan.columns.plan.calendars].map((one) => [one, one || "–"]);
    return null;
  }

  // Whether what is typed counts for all selected tasks.
  isOfMany(name) {
    return name !== "name" && name !== "predecessors";
  }

  suggestions(name) {
    return name === "people" ? this.plan.columns.plan.resources.map(([, one]) => one).slice(0, 500) : null;
  }

  value(row, name) {
    return name === "constraint" ? String(this.plan.value(row, name)) : this.formats.cell(this.plan, row, name);
  }

  // Returns {edits}, or {said}: the sentence why what was typed means nothing here.
  // uids: the selected tasks that it is filled in for; where it means one task alone, only the row's own.
  edits(row, name, text, uids) {
    const meant = this[`of_${name}`]?.(text.trim(), row, uids);
    if (Array.isArray(meant)) return { edits: meant };
    const expected = this.words.expected[EXPECTED[name] ?? name] ?? "";
    return { said: meant ?? `${this.words.notUnderstood.replace("{text}", text)} ${expected}`.trim() };
  }

  of_name(text, row) {
    return text ? [this.facts([this.uid(row)], { name: text })] : null;
  }

  of_duration(text, row, uids) {
    const meant = uids.map((uid) => [uid, this.formats.durationOf(text, this.plan, this.plan.rowOf.get(uid))]);
    if (meant.some(([, duration]) => duration === null)) return null;
    const spans = new Map(); // tasks on the clock get another span than those at work
    for (const [uid, duration] of meant) spans.set(duration, [...(spans.get(duration) ?? []), uid]);
    return [...spans].map(([duration, tasks]) => ({ edit: "Resize", uids: tasks, duration }));
  }

  of_start(text, row, uids) {
    const start = this.formats.instantOf(text, this.plan.value(row, "start"), MORNING);
    return start === null ? null : uids.map((uid) => ({ edit: "Move", uid, start }));
  }

  of_percent(text, row, uids) {
    const share = this.formats.shareOf(text);
    return share === null ? null : uids.map((uid) => ({ edit: "Progress", uid, percent_complete: share }));
  }

  // What really began has some progress; what really ended has all of it.
  of_actual_start(text, row, uids) {
    const begun = this.formats.instantOf(text, this.plan.value(row, "actual_start") ?? this.plan.value(row, "start"), MORNING);
    if (begun === null) return null;
    const shares = uids.map((uid) => this.plan.value(this.plan.rowOf.get(uid), "percent"));
    if (shares.includes(0)) return this.words.progressFirst;
    return uids.map((uid, at) => ({ edit: "Progress", uid, percent_complete: shares[at], actual_start: begun }));
  }

  of_actual_finish(text, row, uids) {
    const ended = this.formats.instantOf(text, this.plan.value(row, "actual_finish") ?? this.plan.value(row, "finish"), EVENING);
    return ended === null ? null : uids.map((uid) => {
      const begun = this.plan.value(this.plan.rowOf.get(uid), "actual_start");
      return { edit: "Progress", uid, percent_complete: 1, actual_start: begun, actual_finish: ended };
    });
  }

  // 1.250, 1250,50: euro of the task itself.
  of_cost(text, row, uids) {
    const found = /^€?\s*(\d{1,3}(?:[.\u00a0 ]?\d{3})*)(?:,(\d{1,2}))?$/.exec(text);
    if (!found) return null;
    const cost = Number(found[1].replace(/\D/g, "")) * 100 + Number((found[2] ?? "0").padEnd(2, "0"));
    return [this.facts(uids, { cost })];
  }

  of_deadline(text, row, uids) {
    const deadline = text ? this.formats.instantOf(text, this.plan.value(row, "deadline") ?? this.plan.value(row, "finish"), EVENING) : null;
    return text && deadline === null ? null : [this.facts(uids, { deadline })];
  }

  of_constraint(text, row, uids) {
    const constraint = Number(text);
    if (constraint <= NO_DATE_NEEDED) return [this.facts(uids, { constraint, constraint_date: null })];
    const given = this.plan.value(row, "constraint_date");
    const isOfFinish = [3, 6, 7].includes(constraint); // must finish on, finish not before, finish not later
    const date = given ?? this.plan.value(row, isOfFinish ? "finish" : "start");
    return [this.facts(uids, { constraint, constraint_date: date })];
  }

  of_constraint_date(text, row, uids) {
    const isOfFinish = [3, 6, 7].includes(this.plan.value(row, "constraint"));
    const date = this.formats.instantOf(text, this.plan.value(row, "constraint_date"), isOfFinish ? EVENING : MORNING);
    return date === null ? null : [this.facts(uids, { constraint_date: date })];
  }

  of_calendar(text, row, uids) {
    return [this.facts(uids, { calendar: text || null })];
  }

  of_legal_basis(text, row, uids) {
    return [this.facts(uids, { legal_basis: text })];
  }

  // Ann 50 %, Bob: who is named works on it, who is not named any more does not.
  of_people(text, row, uids) {
    const wanted = new Map();
    for (const part of split(text)) {
      const [, name, share] = /^(.*?)(?:\s+(\d{1,3})\s*%)?$/.exec(part);
      const found = this.plan.columns.plan.resources.find(([, one]) => one.toLowerCase() === name.trim().toLowerCase());
      if (!found) return this.words.noSuchPerson.replace("{text}", name);
      wanted.set(found[0], share ? Number(share) / 100 : 1);
    }
    return uids.flatMap((task) => this.staffing(task, wanted));
  }

  staffing(task, wanted) {
    const now = new Map(this.plan.value(this.plan.rowOf.get(task), "people"));
    const gone = [...now.keys()].filter((uid) => !wanted.has(uid)).map((resource) => ({ edit: "Unassign", task, resource }));
    const come = [...wanted].filter(([uid, units]) => now.get(uid) !== units);
    return [...gone, ...come.map(([resource, units]) => ({ edit: "Assign", task, resource, units }))];
  }

  // 1.2; 1.3SS+2: links that read as they did are left as they are.
  of_predecessors(text, row) {
    const links = this.plan.linksInto.get(row) ?? [];
    const present = new Map(links.map((link) => [this.formats.predecessor(this.plan, link).toLowerCase(), link]));
    const successor = this.uid(row);
    const edits = [];
    const kept = new Set();
    for (const part of split(text)) {
      const same = present.get(part.toLowerCase());
      const link = same ? null : this.link(part);
      if (typeof link === "string") return link;
      if (!same && !link) return null;
      kept.add(same ? this.plan.value(same[0], "uid") : link.predecessor);
      if (link) edits.push({ edit: "Link", ...link, successor });
    }
    const gone = links.map(([before]) => this.plan.value(before, "uid")).filter((uid) => !kept.has(uid));
    return [...gone.map((predecessor) => ({ edit: "Unlink", predecessor, successor })), ...edits];
  }

  link(text) {
    const found = /^(.*?)(FF|FS|SF|SS)?\s*(?:([+\-−])\s*(\d+(?:[.,]\d+)?)\s*(wd|d|e?%)?)?$/i.exec(text);
    const [, code, kind = "FS", sign, amount, unit = "wd"] = found;
    const row = this.plan.columns.wbs.indexOf(code.trim());
    if (row < 0) return this.words.noSuchTask.replace("{text}", code.trim());
    const units = { wd: [this.plan.columns.plan.seconds_per_day, 0], d: [DAY, 1], "%": [1, 2], "e%": [1, 3] };
    const [size, lag_unit] = units[unit.toLowerCase()];
    const lag = amount ? Math.round(Number(amount.replace(",", ".")) * size) * (sign === "+" ? 1 : -1) : 0;
    return { predecessor: this.uid(row), kind: LINK_KINDS.indexOf(kind.toUpperCase()), lag, lag_unit };
  }

  facts(uids, facts) {
    return { edit: "SetFacts", uids, facts };
  }

  uid(row) {
    return this.plan.value(row, "uid");
  }
}

function split(text) {
  return text.split(/[;,](?!\d)/).map((part) => part.trim()).filter(Boolean);
}
