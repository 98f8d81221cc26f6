// Who else works on this plan, and whether it moved on; asked now and then while the page is in sight.

const EVERY = 10_000; // milliseconds

export class Presence {
  constructor(box, session, words) {
    Object.assign(this, { box, session, words });
    this.ask();
    setInterval(() => document.visibilityState === "visible" && this.ask(), EVERY);
  }

  async ask() {
    const tasks = this.session.touched;
    const sent = { base: this.session.base, n_edits: this.session.edits.length, tasks };
    const answer = await this.session.send(this.session.urls.presence, sent);
    if (answer.status === 200) this.show(answer);
  }

  show({ others, revision, changed_by: name, changed }) {
    const parts = [];
    if (others.length) parts.push(this.words.othersHere.replace("{names}", others.map((one) => this.other(one)).join(", ")));
    if (revision > this.session.base) {
      const mine = new Set(this.session.touched);
      const n = (changed ?? []).filter((uid) => mine.has(uid)).length;
      parts.push(this.words.movedOn.replace("{name}", name ?? "–").replace("{number}", revision).replace("{n}", n));
    }
    const text = parts.join(" ");
    if (this.box.textContent !== text) this.box.textContent = text;
  }

  other(one) {
    if (!one.n_edits) return one.name;
    const n = one.tasks.length;
    return (n === 1 ? this.words.withOneEdit : this.words.withEdits).replace("{name}", one.name).replace("{n}", n);
  }
}
