// Walking through the plan and choosing rows: what the keys and clicks of the grid mean.

// To be extended by a page, which has keys, sheet, plan, session, aside and consequences.
export class Walking {
  // After a choice the hands are back in the grid.
  closeMenu(menu) {
    menu.open = false;
    if (!document.activeElement.closest("[role=treegrid]")) this.keys.goTo(this.keys.place);
  }

  select(place) {
    this.keys.goTo(place, -1);
  }

  moved(place) {
    this.sheet.rows.setCurrent(this.plan.value(this.plan.visible[place], "uid"));
    this.explainSoon();
  }

  explainSoon() {
    if (!this.aside.why.hidden && !this.aside.why.contains(document.activeElement)) {
      clearTimeout(this.explaining);
      this.explaining = setTimeout(() => this.explain(), 150);
    }
  }

  fold(row, isFolded) {
    const uid = this.plan.value(row, "uid");
    this.plan.fold(row, isFolded);
    this.sheet.refresh();
    this.minimap.drawSoon();
    this.keys.goTo(this.plan.placeOf[this.plan.rowOf.get(uid)], -1);
  }

  toggle(place) {
    const uid = this.plan.value(this.plan.visible[place], "uid");
    const { selected } = this.sheet.rows;
    if (!selected.delete(uid)) selected.add(uid);
    this.tellSelected();
  }

  extend(place) {
    const { selected } = this.sheet.rows;
    selected.add(this.plan.value(this.keys.row, "uid"));
    this.keys.goTo(place);
    selected.add(this.plan.value(this.keys.row, "uid"));
    this.tellSelected();
  }

  extendTo(place) {
    const [from, until] = [Math.min(this.keys.place, place), Math.max(this.keys.place, place)];
    for (let at = from; at <= until; at += 1) this.sheet.rows.selected.add(this.plan.value(this.plan.visible[at], "uid"));
    this.keys.goTo(place);
    this.tellSelected();
  }

  selectAll() {
    for (const row of this.plan.visible) this.sheet.rows.selected.add(this.plan.value(row, "uid"));
    this.tellSelected();
  }

  tellSelected() {
    this.sheet.rows.refresh();
    this.consequences.tell(this.settings.words.selected.replace("{n}", this.sheet.rows.selected.size));
  }

  escape() {
    const isNothing = !this.sheet.rows.selected.size && !this.sheet.chart.path && !this.session.trial;
    if (isNothing && this.aside.isOpen) this.aside.close();
    if (this.mayEdit && !this.session.edits.length) this.consequences.reveal(false); // a refusal was read
    this.sheet.rows.selected.clear();
    this.sheet.chart.path = null;
    if (this.session.trial) this.drop();
    this.refresh();
  }

  goToTask(uid, explains = false) {
    const row = this.plan.rowOf.get(uid);
    if (row === undefined) return;
    if (this.plan.placeOf[row] < 0) {
      this.plan.reveal(row);
      this.sheet.refresh();
    }
    const start = this.plan.value(row, "start");
    if (start !== null) this.sheet.bringInstantIntoView(start);
    this.keys.goTo(this.plan.placeOf[row], -1);
    if (explains) this.explain();
  }

  // The panel closed: what was tried from it goes with it.
  backToGrid() {
    this.markEffects();
    if (this.session.trial) this.drop();
    this.keys.goTo(this.keys.place);
  }

  nameOf(uid) {
    const row = this.plan.rowOf.get(uid) ?? this.base.rowOf.get(uid);
    return (this.plan.rowOf.has(uid) ? this.plan : this.base).value(row, "name");
  }
}
