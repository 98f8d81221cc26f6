// Where one goes on in the form of a line: the first field that was refused; in a new line the first field.

export function startForms() {
  const form = document.getElementById("line-form");
  if (!form) return;
  const isNew = !form.elements.namedItem("version");
  const place = form.querySelector('[aria-invalid="true"]') ?? (isNew && form.querySelector("fieldset :is(input, select, textarea)"));
  if (place) place.focus();
}
