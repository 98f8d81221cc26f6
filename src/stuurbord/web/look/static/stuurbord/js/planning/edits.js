// The edits that keys and buttons mean, from where the plan stands now.
import { MANUAL } from "./plan.js";
import { isDone } from "./shapes.js";

const DAY = 86400;

export class Edits {
  // closures: [[from, until], …] in which nobody works, as instants.
  constructor(plan, session, words, closures) {
    Object.assign(this, { plan, session, words, closures });
  }

  value(row, name) {
    return this.plan.value(row, name);
  }

  // What was asked last of a task, where the answer may still be on its way: keys come faster than answers.
  asked(kind, uid, name) {
    const last = this.session.steps.at(-1) ?? [];
    return last.find((edit) => edit.edit === kind && (edit.uid === uid || edit.uids?.includes(uid)))?.[name];
  }

  move(uids, days) {
    return uids.map((uid) => [uid, this.asked("Move", uid, "start") ?? this.value(this.plan.rowOf.get(uid), "start")])
      .filter(([, start]) => start !== null)
      .map(([uid, start]) => ({ edit: "Move", uid, start: this.workdaysFrom(start, days) }));
  }

  // The same hour so many days further on; days on which nobody works do not count: one key, one step that shows.
  workdaysFrom(instant, days) {
    const step = Math.sign(days) * DAY;
    let at = instant;
    for (let left = Math.abs(days); left > 0; left -= 1) {
      do at += step; while (this.isClosed(at));
    }
    return at;
  }

  isClosed(instant) {
    return this.closures.some(([from, until]) => instant >= from && instant < until);
  }

  secondsPerDay(row) {
    return this.plan.secondsPerDay(row);
  }

  lengthen(uids, days) {
    return uids.map((uid) => {
      const row = this.plan.rowOf.get(uid);
      const now = this.asked("Resize", uid, "duration") ?? this.value(row, "duration");
      return { edit: "Resize", uids: [uid], duration: Math.max(now + days * this.secondsPerDay(row), 0) };
    });
  }

  // Each waits for the one before it, in the order of the outline.
  link(uids) {
    return uids.slice(1).map((successor, at) => ({ edit: "Link", predecessor: uids[at], successor }));
  }

  unlink(uids) {
    const chosen = new Set(uids);
    const uid = (row) => this.value(row, "uid");
    return this.plan.columns.links
      .filter(([before, after]) => chosen.has(uid(before)) && chosen.has(uid(after)))
      .map(([before, after]) => ({ edit: "Unlink", predecessor: uid(before), successor: uid(after) }));
  }

  toggleManual(row, uids) {
    return [{ edit: "SetFacts", uids, facts: { is_manual: !this.plan.is(row, MANUAL) } }];
  }

  insert(row) {
    const uid = Math.max(...this.plan.given.uid) + 1;
    const level = row === undefined ? 1 : Math.max(this.plan.levels[row], 1);
    return { edit: "Insert", uid, below: row === undefined ? 0 : this.value(row, "uid"), name: this.words.newTask, outline_level: level };
  }

  // One row up or down among its own level; nothing where there is none.
  place(row, by) {
    const siblings = [];
    for (let at = 0; at < this.plan.size; at += 1) {
      if (this.plan.parents[at] === this.plan.parents[row]) siblings.push(at);
    }
    const at = siblings.indexOf(row);
    const uid = this.value(row, "uid");
    if (by > 0) return at + 1 < siblings.length ? [{ edit: "Place", uid, below: this.value(siblings[at + 1], "uid") }] : [];
    if (at < 1) return [];
    // Above the one before it: that one goes below this row instead.
    return [{ edit: "Place", uid: this.value(siblings[at - 1], "uid"), below: uid }];
  }

  // A task that has begun takes longer; one that has not begins later.
  slip(row, days) {
    const uid = this.value(row, "uid");
    if (isDone(this.plan, row)) return [];
    if (this.value(row, "actual_start") === null) return this.move([uid], days);
    const longer = this.value(row, "duration") + days * this.plan.secondsPerDay(row);
    return [{ edit: "Resize", uids: [uid], duration: Math.max(longer, 0) }];
  }
}
