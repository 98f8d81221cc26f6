// The plans of a portfolio as one outline: programmes, projects below them, and what is loaded of each project.
import { MILESTONE, SUMMARY } from "./plan.js";

const CELLS = [
  "wbs", "name", "gate", "percent", "flags", "duration", "deadline", "actual_start", "actual_finish",
  "start", "finish", "late_finish", "total_float", "baseline_start", "baseline_finish",
]; // one per task, as the server sends them

// A task of a project by its name on this page, and back: {code, uid}; uid is NaN for a project as a whole.
export function nameOf(code, uid) {
  return `${code}:${uid}`;
}

export function partsOf(name) {
  const at = name.lastIndexOf(":");
  return at < 0 ? { code: name, uid: NaN } : { code: name.slice(0, at), uid: Number(name.slice(at + 1)) };
}

export class Portfolio {
  // projects, links: as the server sends them first; words: of the page.
  constructor({ projects, links }, words) {
    Object.assign(this, { stored: links, tried: [], words });
    this.projects = projects;
    this.byCode = new Map(projects.map((one) => [one.code, one]));
    this.byProgramme = projects.some((one) => one.programme);
  }

  // The links between projects: those of the plans, and those that are tried.
  get links() {
    return [...this.stored, ...this.tried];
  }

  // Takes the links across that are tried now, as edits; named: name of a task → how it is called.
  tryLinks(edits, named) {
    this.tried = edits.map(({ predecessor, successor }) => ({
      before: predecessor, after: successor, giver: partsOf(predecessor).code, what: named(predecessor), day: null, is_late: false,
    }));
  }

  // Takes all tasks of a project instead of those that came first.
  load(code, columns) {
    const project = this.byCode.get(code);
    project.columns = columns;
    project.isWhole = true;
  }

  // Returns columns as the plan takes them: rows of programmes and projects are summaries.
  columns() {
    const made = Object.fromEntries([...CELLS, "uid", "level"].map((name) => [name, []]));
    made.links = [];
    let programme = null;
    for (const project of this.projects) {
      if (this.byProgramme && project.programme !== programme) {
        programme = project.programme;
        const members = this.projects.filter((one) => one.programme === programme);
        this.summary(made, `programme ${programme}`, { name: programme || this.words.noProgramme, level: 1, ...spanOf(members) });
      }
      this.project(made, project);
    }
    for (const name of ["constraint", "constraint_date"]) made[name] = made.uid.map(() => null);
    made.people = made.uid.map(() => []);
    const spans = this.projects.map((one) => one.columns);
    made.plan = {
      start: Math.min(...spans.map((one) => one.from ?? Infinity)),
      finish: Math.max(...spans.map((one) => one.until ?? -Infinity)),
      seconds_per_day: spans[0].seconds_per_day,
      status_date: null,
      calendars: [],
      resources: [],
    };
    return made;
  }

  project(made, project) {
    const { columns, code } = project;
    const level = this.byProgramme ? 2 : 1;
    const at = columns;
    this.summary(made, code, { wbs: code, name: project.name, level, from: at.from, until: at.until, promised: at.promised });
    const first = made.uid.length;
    columns.uid.forEach((uid, row) => {
      for (const name of CELLS) made[name].push(columns[name][row]);
      made.uid.push(nameOf(code, uid));
      made.level.push(level + Math.max(columns.level[row], 1));
    });
    for (const [before, after, ...rest] of columns.links) made.links.push([first + before, first + after, ...rest]);
  }

  summary(made, uid, { wbs = "", name, level, from, until, promised = null }) {
    const facts = { wbs, name, gate: "", percent: 0, flags: SUMMARY, duration: 0, start: from, finish: until, baseline_finish: promised };
    for (const cell of CELLS) made[cell].push(facts[cell] ?? null);
    made.uid.push(uid);
    made.level.push(level);
  }

  // Turns the rows that changed, per project, into changes of the outline: per column the rows and their new values.
  changes(plan, answered) {
    const made = new Map();
    const put = (name, row, value) => {
      if (!made.has(name)) made.set(name, [[], []]);
      const [rows, values] = made.get(name);
      rows.push(row);
      values.push(value);
    };
    for (const [code, block] of Object.entries(answered)) {
      const own = plan.rowOf.get(code);
      if (own === undefined) continue;
      put("start", own, block.from);
      put("finish", own, block.until);
      block.uid.forEach((uid, at) => {
        const row = plan.rowOf.get(nameOf(code, uid));
        if (row === undefined) return;
        for (const name of CELLS) if (!name.startsWith("baseline")) put(name, row, block[name][at]);
      });
    }
    for (const [programme, span] of this.programmeSpans(answered)) {
      const row = plan.rowOf.get(`programme ${programme}`);
      if (row === undefined) continue;
      put("start", row, span.from);
      put("finish", row, span.until);
    }
    return Object.fromEntries(made);
  }

  programmeSpans(answered) {
    const touched = new Set(Object.keys(answered).map((code) => this.byCode.get(code)?.programme));
    return [...touched].map((programme) => {
      const members = this.projects.filter((one) => one.programme === programme);
      return [programme, spanOf(members.map((one) => ({ columns: answered[one.code] ?? one.columns })))];
    });
  }

  // The gates of a project, as far as they have a day: [name, uid].
  gates(code) {
    const { columns } = this.byCode.get(code);
    const found = [];
    columns.gate.forEach((gate, row) => {
      if (gate && (columns.flags[row] & MILESTONE || columns.finish[row] !== null)) found.push([gate, nameOf(code, columns.uid[row])]);
    });
    return found;
  }

  mayEdit(name) {
    const { code, uid } = partsOf(name);
    return !Number.isNaN(uid) && Boolean(this.byCode.get(code)?.may_edit);
  }

  secondsPerDay(name) {
    return this.byCode.get(partsOf(name).code).columns.seconds_per_day;
  }
}

function spanOf(projects) {
  const known = projects.map((one) => one.columns).filter((one) => one.from !== null && one.until !== null);
  if (!known.length) return { from: null, until: null };
  return { from: Math.min(...known.map((one) => one.from)), until: Math.max(...known.map((one) => one.until)) };
}
