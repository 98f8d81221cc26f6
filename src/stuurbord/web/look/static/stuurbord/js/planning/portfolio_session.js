// Edits of several plans at once: each goes to the plan of its project, and a link between two of them to both.
import { isAcross } from "./portfolio_edits.js";
import { partsOf } from "./portfolio_plan.js";
import { Session } from "./session.js";

export class PortfolioSession extends Session {
  // bases: code → number of the revision that is shown.
  constructor(urls, bases, key, token) {
    super(urls, JSON.stringify(bases), key, token);
    this.bases = bases;
    this.open = new Set(); // codes of projects of which all tasks are on the page
  }

  ask(address, more = {}, signal = undefined) {
    return this.send(address, { ...this.sorted(), open: [...this.open], ...more }, signal);
  }

  // Takes back new links between projects with both ends among these tasks; tells whether there were any.
  withoutLinks(names) {
    const chosen = new Set(names);
    const isMeant = (edit) => isAcross(edit) && chosen.has(edit.predecessor) && chosen.has(edit.successor);
    const left = this.steps.map((step) => step.filter((edit) => !isMeant(edit)));
    const hadAny = left.some((step, at) => step.length < this.steps[at].length);
    this.steps = left.filter((step) => step.length);
    this.keep();
    return hadAny;
  }

  // {edits: code → {base, edits}, links: [[code, uid, code, uid], …]}
  sorted() {
    const edits = {};
    const links = [];
    for (const edit of this.edits) {
      if (isAcross(edit)) {
        const [before, after] = [partsOf(edit.predecessor), partsOf(edit.successor)];
        links.push([before.code, before.uid, after.code, after.uid]);
        continue;
      }
      for (const [code, own] of perProject(edit)) {
        edits[code] ??= { base: this.bases[code], edits: [] };
        edits[code].edits.push(own);
      }
    }
    return { edits, links };
  }
}

// The same edit with the numbers of each project's own plan: [[code, edit], …].
function perProject(edit) {
  if (edit.uids) {
    const byCode = new Map();
    for (const name of edit.uids) {
      const { code, uid } = partsOf(name);
      byCode.set(code, [...(byCode.get(code) ?? []), uid]);
    }
    return [...byCode].map(([code, uids]) => [code, { ...edit, uids }]);
  }
  const own = { ...edit };
  let of = "";
  for (const end of ["uid", "predecessor", "successor"]) {
    if (!(end in edit)) continue;
    const { code, uid } = partsOf(edit[end]);
    own[end] = uid;
    of = code;
  }
  return [[of, own]];
}
