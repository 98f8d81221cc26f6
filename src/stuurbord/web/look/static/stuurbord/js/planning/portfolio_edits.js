// What keys and buttons mean on several plans at once, with the links between them.
import { Edits } from "./edits.js";
import { ELAPSED } from "./plan.js";
import { partsOf } from "./portfolio_plan.js";

const DAY = 86400;

export class PortfolioEdits extends Edits {
  // portfolio: Portfolio, which knows the day of each project and the links across.
  constructor(plan, session, words, portfolio) {
    super(plan, session, words, []);
    this.portfolio = portfolio;
  }

  // By days of work as most calendars have them: a weekend counts as one step.
  isClosed(instant) {
    return [0, 6].includes(new Date(instant * 1000).getUTCDay());
  }

  secondsPerDay(row) {
    return this.plan.is(row, ELAPSED) ? DAY : this.portfolio.secondsPerDay(this.value(row, "uid"));
  }

  // Links within a plan, and those from a task of another plan: there a line of its own stands for that task.
  unlink(names) {
    const chosen = new Set(names);
    const standIns = this.portfolio.links.filter(({ before, after }) => chosen.has(before) && !chosen.has(after)).map(({ after }) => after);
    return super.unlink([...names, ...standIns]).filter(({ successor }) => chosen.has(successor));
  }
}

// Whether an edit links tasks of two projects.
export function isAcross(edit) {
  return edit.edit === "Link" && partsOf(edit.predecessor).code !== partsOf(edit.successor).code;
}
