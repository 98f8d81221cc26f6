// The dialog that turns edits into a proposal, or keeps them as a variant.

export class Proposing {
  // dialog: with the form; words: of the page.
  // variant: {number, version} of the one that is open, or null.
  constructor(dialog, session, words, variant) {
    Object.assign(this, { dialog, session, words, variant });
    this.form = dialog.querySelector("[data-propose]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.submitter?.value === "accept");
    });
  }

  async open(summary) {
    if (!this.session.edits.length) return;
    this.part("[data-propose-effect]").textContent = summary;
    this.showError("");
    const accept = this.form.querySelector("[data-accept]");
    if (accept) accept.hidden = true;
    this.dialog.showModal();
    this.form.elements.title.focus();
    const answer = await this.session.ask(this.session.urls.preview, { mandate: true });
    if (answer.status !== 200) return;
    const { reasons } = answer.mandate;
    const told = this.part("[data-propose-mandate]");
    told.hidden = !reasons.length;
    told.textContent = reasons.join(" ");
    if (accept) accept.hidden = reasons.length > 0;
  }

  part(name) {
    return this.form.querySelector(name);
  }

  showError(text) {
    const error = this.part("[data-propose-error]");
    error.hidden = !text;
    error.textContent = text;
  }

  async send(accepts) {
    if (!this.form.reportValidity()) return;
    const { title, reason } = this.form.elements;
    const { urls } = this.session;
    await this.sent(urls.propose, { title: title.value, reason: reason.value, accept: accepts });
  }

  // Keeps the edits as a variant; those of a variant that is open are replaced.
  async keepVariant() {
    if (!this.form.reportValidity()) return;
    const { title, reason } = this.form.elements;
    await this.sent(this.session.urls.variant, { title: title.value, note: reason.value, ...this.variant });
  }

  async sent(address, more) {
    if (this.isSending) return;
    this.isSending = true;
    const answer = await this.session.ask(address, more);
    if (answer.url) {
      this.session.clear();
      location.assign(answer.url);
      return;
    }
    this.isSending = false;
    this.showError(answer.said ?? (answer.isPage ? this.words.ended : this.words.offline));
  }
}
