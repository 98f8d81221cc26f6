// The panel beside the plan: why a date is what it is, what would come of a slip, and the list of consequences.

export class Aside {
  // act: {goToTask, slip, showPath}: what the panel can ask of the page.
  constructor(panel, session, act) {
    Object.assign(this, { panel, session, act });
    this.why = panel.querySelector("[data-why]");
    this.effects = panel.querySelector("[data-effects]");
    panel.addEventListener("click", (event) => this.onClick(event));
    panel.addEventListener("submit", (event) => this.onSubmit(event));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  // Explains a task with the edits as they are now.
  async explain(uid) {
    this.uid = uid;
    const address = this.session.urls.why.replace(/\/0\/(?=$|\?)/, `/${uid}/`);
    const answer = await this.session.ask(address);
    if (answer.status !== 200 || !answer.text?.trim() || uid !== this.uid) return answer;
    const { id, value } = this.why.contains(document.activeElement) ? document.activeElement : {};
    this.why.innerHTML = answer.text;
    this.takeUp(id, value);
    this.why.hidden = false;
    this.panel.hidden = false;
    this.panel.parentElement.classList.add("with-aside");
    return answer;
  }

  // The field in which somebody was, in the panel that came anew.
  takeUp(id, value) {
    const field = id ? document.getElementById(id) : null;
    if (!field) return;
    if (value !== undefined) field.value = value;
    field.focus();
  }

  // What the panel comes to, in a sentence or two for who does not see it.
  get gist() {
    const parts = [".why-task", ".why-date strong", ".why-date ~ p"].map((one) => this.why.querySelector(one)?.textContent);
    return parts.filter(Boolean).join(". ");
  }

  showEffects(fill) {
    fill(this.effects.querySelector("[data-effect-list]"));
    this.effects.hidden = false;
    this.panel.hidden = false;
    this.panel.parentElement.classList.add("with-aside");
  }

  hideEffects() {
    this.effects.hidden = true;
    this.closeIfEmpty();
  }

  close() {
    this.why.hidden = true;
    this.effects.hidden = true;
    this.uid = null;
    this.closeIfEmpty();
    this.act.backToGrid();
  }

  closeIfEmpty() {
    if (!this.why.hidden || !this.effects.hidden) return;
    this.panel.hidden = true;
    this.panel.parentElement.classList.remove("with-aside");
  }

  onClick(event) {
    const step = event.target.closest("[data-task]");
    if (event.target.closest("[data-why-close]")) {
      event.preventDefault();
      this.close();
    } else if (step) {
      event.preventDefault();
      this.act.goToTask(Number(step.dataset.task), true);
    } else if (event.target.closest("[data-path]")) this.act.showPath(this.uid);
  }

  onSubmit(event) {
    const form = event.target.closest("[data-slip]");
    if (!form) return;
    event.preventDefault();
    const days = Number.parseInt(form.elements.days.value, 10);
    if (Number.isFinite(days) && days) this.act.slip(this.uid, days);
  }
}
