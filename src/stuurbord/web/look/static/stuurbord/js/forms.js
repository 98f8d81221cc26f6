// Where one goes on in a form: the first field that was refused; in a new line or a step of the guided start the
// first field, of a choice the one chosen.
const FIELD = ':is(input:not([type="hidden"]), select, textarea)';

function firstOf(form) {
  const chosen = form.querySelector('input[type="radio"]:checked');
  return chosen ?? form.querySelector(FIELD) ?? form.querySelector('button[type="submit"]');
}

export function startForms() {
  const form = document.querySelector("#line-form, .start-form");
  const isNew = form && (form.classList.contains("start-form") || !form.elements.namedItem("version"));
  const place = document.querySelector('main form [aria-invalid="true"]') ?? (isNew && firstOf(form));
  if (place) place.focus();
}
