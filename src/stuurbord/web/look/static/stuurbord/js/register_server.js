// Everything a list asks of the server and sends to it.

export class RegisterServer {
  constructor(list) {
    this.list = list;
    const { cellsUrl, undoUrl, columns } = list.table.dataset;
    Object.assign(this, { cellsUrl, undoUrl, columns });
    this.state = document.querySelector("[data-save-state]");
  }

  async read(parameters) {
    const address = `${this.cellsUrl}?${new URLSearchParams(parameters)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async refresh(pks) {
    try {
      const { lines } = await this.read({ rows: pks.join(","), kol: this.columns });
      this.list.show(lines);
    } catch {
      this.tell(this.list.words.stale);
    }
  }

  change(body) {
    return this.send(this.cellsUrl, body);
  }

  undo(done) {
    return this.send(this.undoUrl, { done });
  }

  // {status, ...answer}; status 0 where the server did not answer.
  async send(address, body) {
    this.tell(this.list.words.saving);
    let made;
    try {
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ kol: this.columns, ...body }),
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      const { offline, ended } = this.list.words;
      // A page instead of an answer, such as that to log in, saved nothing.
      made = isJson ? { status: answer.status, ...(await answer.json()) } : { status: 0, said: answer.redirected ? ended : offline };
    } catch {
      made = { status: 0, said: this.list.words.offline };
    }
    if (made.status === 200) {
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      this.tell(`${this.list.words.saved} · ${time}`);
    } else this.tell("");
    return made;
  }

  tell(text) {
    if (!this.state) return;
    this.state.classList.toggle("idle", !text);
    if (text) this.state.textContent = text;
  }
}
