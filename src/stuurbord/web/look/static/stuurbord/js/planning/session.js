// What somebody tries on a plan: steps of edits, kept in this tab until they are proposed, previewed by the server.

export class Session {
  // urls: preview, propose; base: number of the revision; key: where this tab keeps what is not proposed yet.
  constructor(urls, base, key, token) {
    Object.assign(this, { urls, base, key, token });
    this.steps = []; // each a list of edits that are taken back together
    this.undone = [];
    this.trial = null; // edits that follow the mouse and are not kept
    this.round = 0;
    this.nothing = null; // the answer where there are no edits; the server is not asked then
  }

  get edits() {
    return [...this.steps, this.trial ?? []].flat();
  }

  // Uids of the tasks that the edits touch.
  get touched() {
    const found = this.edits.flatMap((edit) => [edit.uids, edit.uid, edit.task, edit.successor].flat());
    return [...new Set(found.filter((uid) => uid !== undefined))];
  }

  // Returns the steps that were kept in this tab for this revision, empty where there are none.
  kept() {
    const found = this.inStore();
    return found?.base === this.base ? found.steps : [];
  }

  // {base, steps} that were kept for an earlier revision than the one that counts now, or null.
  keptEarlier() {
    const found = this.inStore();
    return found && found.base !== this.base && found.steps.length ? found : null;
  }

  inStore() {
    try {
      const found = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
      return Array.isArray(found?.steps) ? found : null;
    } catch {
      return null;
    }
  }

  keep() {
    try {
      if (this.steps.length) sessionStorage.setItem(this.key, JSON.stringify({ base: this.base, steps: this.steps }));
      else sessionStorage.removeItem(this.key);
    } catch {
      // A tab that keeps nothing still works: its edits live as long as the page.
    }
  }

  // Adds a step, or replaces the last one where it says the same thing anew (a field typed twice).
  add(edits) {
    this.trial = null;
    const last = this.steps.at(-1);
    const isAgain = last?.length === edits.length && edits.every((edit, at) => sameThing(last[at], edit));
    this.replaced = isAgain ? this.steps.pop() : null;
    this.steps.push(edits);
    this.undone = [];
    this.keep();
    return this.preview();
  }

  tryOut(edits) {
    this.trial = edits;
    return this.preview();
  }

  undo() {
    if (!this.steps.length) return null;
    this.replaced = null;
    this.undone.push(this.steps.pop());
    this.keep();
    return this.preview();
  }

  redo() {
    if (!this.undone.length) return null;
    this.steps.push(this.undone.pop());
    this.keep();
    return this.preview();
  }

  // Takes back what cannot be done; what the server said is told by the caller.
  refuseLast() {
    if (this.trial) this.trial = null;
    else {
      this.steps.pop();
      if (this.replaced) this.steps.push(this.replaced);
      this.replaced = null;
    }
    this.keep();
  }

  clear() {
    Object.assign(this, { steps: [], undone: [], trial: null, replaced: null });
    this.keep();
  }

  // {status, ...answer} of the newest question; null where a newer question was asked meanwhile.
  async preview() {
    this.round += 1;
    const asked = this.round;
    this.waiting?.abort();
    if (this.nothing && !this.edits.length) return { status: 200, ...this.nothing };
    this.waiting = new AbortController();
    performance.mark("planning:asked");
    const answer = await this.ask(this.urls.preview, {}, this.waiting.signal);
    return asked === this.round ? answer : null;
  }

  // Asks the server something about the edits as they are now.
  ask(address, more = {}, signal = undefined) {
    return this.send(address, { base: this.base, edits: this.edits, ...more }, signal);
  }

  // {status, ...answer}: status 0 where nothing came back, "page" true where a page came instead of an answer.
  async send(address, body, signal) {
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": currentToken() ?? this.token },
        body: JSON.stringify(body),
        signal,
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (isJson) return { status: answer.status, ...(await answer.json()) };
      return { status: answer.redirected ? 0 : answer.status, isPage: answer.redirected, text: await answer.text() };
    } catch (error) {
      return { status: 0, isAborted: error.name === "AbortError" };
    }
  }
}

// The token changes when somebody logs in anew, perhaps in another tab.
function currentToken() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
}

function sameThing(one, other) {
  if (one.edit !== other.edit) return false;
  if (one.edit === "Move") return one.uid === other.uid;
  if (one.edit === "Resize") return String(one.uids) === String(other.uids);
  if (one.edit !== "SetFacts") return false;
  return String(one.uids) === String(other.uids) && String(Object.keys(one.facts)) === String(Object.keys(other.facts));
}
