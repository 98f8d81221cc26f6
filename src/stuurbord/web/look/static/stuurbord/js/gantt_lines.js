// The lines between the bars of a plan: from the end of one to the start of the next, with an arrow.
export const SVG = "http://www.w3.org/2000/svg";

// Returns the paths of the links that come near the part of the plan in view.
// links: lists of row, x, row, x, 1 where critical; rowAt: row to the height of its bar, null when folded away.
export function linesBetween(links, rowAt, from, until) {
  const lines = ["", ""];
  const arrows = ["", ""];
  for (const [before, x1, after, x2, isCritical] of links) {
    const y1 = rowAt(before);
    const y2 = rowAt(after);
    if (y1 === null || y2 === null) continue;
    if (Math.max(y1, y2) < from || Math.min(y1, y2) > until) continue;
    const down = y2 >= y1 ? 1 : -1;
    const x = x2 + 3;
    const end = y2 - 7 * down;
    const aside = x >= x1 + 4 ? "" : `h5V${y2 - 13 * down}`;
    lines[isCritical] += `M${x1} ${y1}${aside}H${x}V${end}`;
    arrows[isCritical] += `M${x} ${end + 3 * down}l-3 ${-4 * down}h6z`;
  }
  return [
    path("g-link", lines[0]),
    path("g-arrow", arrows[0]),
    path("g-link critical", lines[1]),
    path("g-arrow critical", arrows[1]),
  ];
}

function path(kind, shape) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("class", kind);
  made.setAttribute("d", shape);
  return made;
}
