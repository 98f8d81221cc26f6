// The dialog of columns: Alt ↑ and Alt ↓ move a column, and the address keeps their order.

export function startColumns() {
  const list = document.querySelector("[data-column-list]");
  if (!list) return;
  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    if (!event.altKey || !item) return;
    const beside = event.key === "ArrowUp" ? item.previousElementSibling : item.nextElementSibling;
    if (!["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    if (!beside) return;
    if (event.key === "ArrowUp") beside.before(item);
    else beside.after(item);
    item.querySelector("input").focus();
  });
  list.closest("form").addEventListener("formdata", ({ formData }) => {
    const chosen = formData.getAll("kol");
    formData.delete("kol");
    if (chosen.length) formData.set("kol", chosen.join(","));
  });
}
