// A reader's choices live in cookies, so that the server draws the page right at once.
const A_YEAR = 31536000;

export function keep(name, value) {
  const age = value ? A_YEAR : 0;
  document.cookie = `${name}=${value}; Path=/; Max-Age=${age}; SameSite=Lax`;
}
