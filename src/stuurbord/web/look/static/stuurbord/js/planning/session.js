// The edits somebody tries: kept here and in this tab until they are proposed, previewed by the server, undone at will.

export class Session {
  // urls: preview, propose; base: number of the revision; key: where this tab keeps edits that are not proposed yet.
  constructor(urls, base, key, token) {
    Object.assign(this, { urls, base, key, token });
    this.edits = [];
    this.undone = [];
    this.trial = null; // an edit that follows the mouse and is not kept yet
    this.round = 0;
  }

  // Returns the edits that were kept in this tab for this revision, empty where there are none.
  kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
      return found?.base === this.base && Array.isArray(found.edits) ? found.edits : [];
    } catch {
      return [];
    }
  }

  keep() {
    try {
      if (this.edits.length) sessionStorage.setItem(this.key, JSON.stringify({ base: this.base, edits: this.edits }));
      else sessionStorage.removeItem(this.key);
    } catch {
      // A tab that keeps nothing still works: its edits live as long as the page.
    }
  }

  // Adds an edit, or replaces the last one where it says the same thing anew (a field typed twice).
  add(edit) {
    this.trial = null;
    const last = this.edits.at(-1);
    if (last && sameThing(last, edit)) this.edits.pop();
    this.edits.push(edit);
    this.undone = [];
    this.keep();
    return this.preview();
  }

  tryOut(edit) {
    this.trial = edit;
    return this.preview();
  }

  dropTrial() {
    this.trial = null;
    return this.preview();
  }

  undo() {
    if (!this.edits.length) return null;
    this.undone.push(this.edits.pop());
    this.keep();
    return this.preview();
  }

  redo() {
    if (!this.undone.length) return null;
    this.edits.push(this.undone.pop());
    this.keep();
    return this.preview();
  }

  // Takes back the last edit because it cannot be made; what the server said is told by the caller.
  refuseLast() {
    if (this.trial) this.trial = null;
    else this.edits.pop();
    this.keep();
  }

  clear() {
    this.edits = [];
    this.undone = [];
    this.trial = null;
    this.keep();
  }

  // {status, ...answer} of the newest question; null where a newer question was asked meanwhile.
  async preview() {
    this.round += 1;
    const asked = this.round;
    this.waiting?.abort();
    this.waiting = new AbortController();
    const edits = this.trial ? [...this.edits, this.trial] : this.edits;
    const answer = await this.send(this.urls.preview, { base: this.base, edits }, this.waiting.signal);
    return asked === this.round ? answer : null;
  }

  propose(title, reason, accepts) {
    return this.send(this.urls.propose, { base: this.base, edits: this.edits, title, reason, accepts });
  }

  async send(address, body, signal) {
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(body),
        signal,
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      // A page instead of an answer, such as that to log in, did nothing.
      return isJson ? { status: answer.status, ...(await answer.json()) } : { status: 0 };
    } catch (error) {
      return { status: 0, isAborted: error.name === "AbortError" };
    }
  }
}

function sameThing(one, other) {
  if (one.edit !== other.edit) return false;
  if (one.edit === "Move") return one.uid === other.uid;
  if (one.edit === "Resize") return String(one.uids) === String(other.uids);
  if (one.edit !== "SetFacts") return false;
  return String(one.uids) === String(other.uids) && String(Object.keys(one.facts)) === String(Object.keys(other.facts));
}
