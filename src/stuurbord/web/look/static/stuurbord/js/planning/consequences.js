// What edits come to, before anything is kept: in words beside the drawing, and told to who does not see it.

export class Consequences {
  // bar: the strip above the plan; live: the polite region; words: sentences of the page.
  constructor(bar, live, words, formats) {
    Object.assign(this, { bar, live, words, formats });
  }

  show(effect, n) {
    this.bar.hidden = n === 0;
    if (!n) return;
    const parts = [
      this.counted(effect.n_moved, this.words.moved, this.words.movedOne),
      ...effect.gates.map((one) => `${one.gate} ${this.signed(one.days)}`),
      ...Object.entries(effect.cost_by_year).map(([year, cents]) => `${year} ${this.euro(cents)}`),
    ];
    if (effect.finish_days) parts.push(`${this.words.finish} ${this.signed(effect.finish_days)}`);
    if (effect.late.length) parts.push(this.counted(effect.late.length, this.words.late, this.words.lateOne));
    this.fill("[data-edits]", this.counted(n, this.words.edits, this.words.editsOne));
    this.fill("[data-effect]", parts.join(" · "));
    this.tell(parts.join(". "));
  }

  refuse(text) {
    this.bar.hidden = false;
    this.fill("[data-effect]", text);
    this.tell(text);
  }

  fill(part, text) {
    this.bar.querySelector(part).textContent = text;
  }

  tell(text) {
    this.live.textContent = text;
  }

  counted(n, many, one) {
    return (n === 1 ? one : many).replace("{n}", n.toLocaleString(this.formats.language));
  }

  signed(days) {
    if (days === null) return this.words.isNew;
    if (!days) return `0 ${this.words.day}`;
    return `${days > 0 ? "+" : "−"}${Math.abs(days)} ${this.words.day}`;
  }

  euro(cents) {
    const euro = Math.round(Math.abs(cents) / 100).toLocaleString(this.formats.language);
    return `${cents < 0 ? "−" : "+"}€ ${euro}`;
  }
}
