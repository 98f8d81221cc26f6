// From instants (seconds since 1970, local and naive) to pixels and back, and the ticks above the drawing.

const DAY = 86400;
export const ZOOMS = { day: 26, week: 8, month: 2.6, quarter: 0.9 }; // pixels per day

export class Scale {
  constructor(zoom, first, last) {
    this.zoom = zoom;
    this.perDay = ZOOMS[zoom];
    this.origin = startOfMonth(first - (40 / this.perDay) * DAY);
    this.width = Math.ceil(this.x(last) + 120);
  }

  x(instant) {
    return ((instant - this.origin) / DAY) * this.perDay;
  }

  instant(x) {
    return this.origin + Math.round((x / this.perDay) * DAY);
  }

  // Lower and upper ticks between two places: {x, text, isStrong}.
  ticks(from, until, words) {
    const lower = [];
    const upper = [];
    const end = this.instant(until);
    for (let at = this.floor(this.instant(from)); at <= end; at = this.next(at)) {
      const date = new Date(at * 1000);
      const isStrong = this.startsUpper(date);
      lower.push({ x: this.x(at), text: this.lowerText(date, words), isStrong });
    }
    for (let at = this.upperFloor(this.instant(from)); at <= end; at = this.upperNext(at)) {
      upper.push({ x: this.x(at), text: this.upperText(new Date(at * 1000), words) });
    }
    return { lower, upper };
  }

  get isFine() {
    return this.zoom === "day" || this.zoom === "week";
  }

  floor(instant) {
    if (this.zoom === "day") return Math.floor(instant / DAY) * DAY;
    if (this.zoom === "week") return startOfWeek(instant);
    return this.zoom === "month" ? startOfMonth(instant) : startOfQuarter(instant);
  }

  next(instant) {
    if (this.zoom === "day") return instant + DAY;
    if (this.zoom === "week") return instant + 7 * DAY;
    return addMonths(instant, this.zoom === "month" ? 1 : 3);
  }

  upperFloor(instant) {
    return this.isFine ? startOfMonth(instant) : startOfYear(instant);
  }

  upperNext(instant) {
    return addMonths(instant, this.isFine ? 1 : 12);
  }

  startsUpper(date) {
    if (this.zoom === "day") return date.getUTCDay() === 1;
    if (this.zoom === "week") return date.getUTCDate() <= 7;
    return date.getUTCMonth() === 0;
  }

  lowerText(date, words) {
    if (this.isFine) return String(date.getUTCDate());
    const month = words.months[date.getUTCMonth()];
    return this.zoom === "month" ? month : `${words.quarter}${date.getUTCMonth() / 3 + 1}`;
  }

  upperText(date, words) {
    const year = date.getUTCFullYear();
    return this.isFine ? `${words.months[date.getUTCMonth()]} ${year}` : String(year);
  }
}

function startOfWeek(instant) {
  const day = Math.floor(instant / DAY);
  return (day - ((day + 3) % 7)) * DAY; // 1 January 1970 was a Thursday
}

function startOfMonth(instant) {
  const date = new Date(instant * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}

function startOfQuarter(instant) {
  const date = new Date(instant * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % 3), 1) / 1000;
}

function startOfYear(instant) {
  return Date.UTC(new Date(instant * 1000).getUTCFullYear(), 0, 1) / 1000;
}

function addMonths(instant, n) {
  const date = new Date(instant * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + n, 1) / 1000;
}
