// Edits of several plans at once: each goes to the plan of its project, and a link between two of them to both.
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

  // {edits: code → {base, edits}, links: [[code, uid, code, uid], …]}
  sorted() {
    const edits = {};
    const links = [];
    for (const edit of this.edits) {
      if (edit.edit === "Link" && partsOf(edit.predecessor).code !== partsOf(edit.successor).code) {
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
