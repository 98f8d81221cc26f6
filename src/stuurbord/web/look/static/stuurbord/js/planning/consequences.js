// What edits or a proposal come to, before anything is kept: in a strip, as a list, and told to who does not see it.

const LEAST_TOLD = 100_000; // cents: a smaller shift between years stands in the list only

export class Consequences {
  // root: the page's main part; live: the polite region; act: {goToTask, closeEffects}.
  constructor(strip, live, words, formats, act) {
    Object.assign(this, { strip, live, words, formats, act });
    this.effect = null;
  }

  // n: edits, null for a proposal, whose strip always stands.
  show(effect, n) {
    this.effect = effect;
    if (!this.strip) return;
    if (n !== null) this.reveal(n > 0);
    this.strip.classList.remove("refused");
    this.strip.querySelector(".actions").hidden = false;
    if (n === 0) return;
    if (n !== null) this.fill("[data-edits]", this.counted(n, this.words.edits, this.words.editsOne));
    const text = this.summary(effect);
    this.fill("[data-effect]", `· ${text}`);
    this.showShifts(effect);
    this.tell([text, ...this.shifts(effect).map(([name, shift]) => `${name} ${shift}`)].join(". "));
  }

  // While a bar is dragged the strip floats: what lies under the mouse must not move away.
  reveal(isShown) {
    const floats = Boolean(this.act.isDragging) && (this.strip.hidden || this.strip.classList.contains("floating"));
    this.strip.classList.toggle("floating", floats);
    this.strip.hidden = !isShown;
  }

  summary(effect) {
    const lost = effect.gates.filter(isLost).map((one) => one.gate);
    const parts = [];
    if (effect.goal_lost) parts.push(this.words.lostGoal);
    if (lost.length) parts.push(this.words.lostGates.replace("{gates}", lost.join(", ")));
    parts.push(effect.n_moved ? this.counted(effect.n_moved, this.words.moved, this.words.movedOne) : this.words.nothingMoves);
    if (effect.n_became_critical) parts.push(this.counted(effect.n_became_critical, this.words.critical, this.words.criticalOne));
    if (effect.late.length) parts.push(this.counted(effect.late.length, this.words.late, this.words.lateOne));
    if (effect.warnings) parts.push(...effect.warnings);
    return parts.join(" · ");
  }

  // Gates, the finish, and money by year: name and difference; the list has the rest.
  shifts(effect) {
    const made = effect.gates.filter((one) => !isLost(one)).slice(0, 2).map((one) => [one.gate, this.shift(one)]);
    if (effect.finish_days) made.push([this.words.finishes, this.formats.signed(effect.finish_days)]);
    for (const [year, cents] of Object.entries(effect.cost_by_year)) {
      if (Math.abs(cents) >= LEAST_TOLD) made.push([this.costIn(year), this.euro(cents)]);
    }
    if (this.p80) made.push(this.p80);
    return made;
  }

  showShifts(effect) {
    const box = this.strip.querySelector("[data-shifts]");
    box.replaceChildren(...this.shifts(effect).map(([name, shift]) => {
      const part = document.createElement("span");
      const figure = document.createElement("strong");
      figure.textContent = shift;
      part.append(`${name} `, figure);
      return part;
    }));
  }

  // [name, difference], as the simulation found it; null while it is not known.
  showP80(p80) {
    this.p80 = p80;
    if (this.effect && !this.strip.hidden) this.showShifts(this.effect);
  }

  // hasEdits: whether there is still something to propose or to discard.
  refuse(text, hasEdits) {
    if (this.strip) {
      this.reveal(true);
      this.strip.querySelector(".actions").hidden = !hasEdits;
      this.fill("[data-edits]", "");
      this.strip.querySelector("[data-shifts]").replaceChildren();
      this.fill("[data-effect]", text);
      this.strip.classList.add("refused");
    }
    this.tell(text);
  }

  fill(part, text) {
    const found = this.strip.querySelector(part);
    if (found) found.textContent = text;
  }

  tell(text) {
    // The same words told again count as something new only where the text differs.
    this.live.textContent = this.live.textContent === text ? `${text}\u00a0` : text;
  }

  // All that moves, gates and milestones first, each a way to its row.
  list(box) {
    const { effect } = this;
    if (!effect) return;
    const moved = [...effect.gates.filter(isLost), ...effect.gates.filter((one) => !isLost(one)), ...effect.milestones];
    const first = new Set(moved.map((one) => one.uid));
    moved.push(...effect.moved.filter((one) => !first.has(one.uid)));
    const list = document.createElement("ul");
    list.className = "effect-list";
    list.append(...moved.map((one) => this.line(one)));
    box.replaceChildren(this.figures(), list);
    if (!moved.length) box.textContent = this.words.nothingMoves;
    if (effect.n_moved <= moved.length) return;
    const more = document.createElement("p");
    more.className = "second";
    more.textContent = this.words.moreMoved.replace("{n}", this.formats.number(effect.n_moved - moved.length));
    box.append(more);
  }

  // The finish, money by year and P80, above what moves.
  figures() {
    const box = document.createElement("dl");
    box.className = "effect-figures";
    const { effect } = this;
    const found = [];
    if (effect.finish_days) found.push([this.words.finishes, this.formats.signed(effect.finish_days)]);
    for (const [year, cents] of Object.entries(effect.cost_by_year)) found.push([this.costIn(year), this.euro(cents)]);
    if (this.p80) found.push(this.p80);
    for (const [name, shift] of found) {
      const [term, value] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      value.textContent = shift;
      box.append(term, value);
    }
    return box;
  }

  line(one) {
    const line = document.createElement("li");
    // What went has no row to go to.
    const way = document.createElement(this.act.plan.rowOf.has(one.uid) ? "button" : "span");
    way.textContent = one.name ?? this.act.nameOf(one.uid);
    if (way.localName === "button") {
      way.type = "button";
      way.className = "link";
      way.addEventListener("click", () => this.act.goToTask(one.uid));
    }
    const dates = document.createElement("span");
    dates.className = "second";
    dates.textContent = [one.finish_before, one.finish].map((instant) => (instant === null ? "–" : this.formats.day(instant))).join(" → ");
    const shift = document.createElement("strong");
    shift.textContent = this.shift(one);
    line.append(way, dates, shift);
    return line;
  }

  shift(one) {
    if (one.finish_before === null) return this.words.isNew;
    if (one.finish === null) return this.words.isGone;
    return this.formats.signed(one.days);
  }

  counted(n, many, one) {
    return (n === 1 ? one : many).replace("{n}", this.formats.number(n));
  }

  costIn(year) {
    return this.words.costIn.replace("{year}", year);
  }

  euro(cents) {
    const euro = this.formats.number(Math.abs(cents) / 100);
    return `${cents < 0 ? "−" : "+"}€ ${euro}`;
  }
}

// A gate or milestone that the plan no longer has.
function isLost(one) {
  return one.finish === null;
}
