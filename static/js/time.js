// Times as people say them: "5 days" on the page, the exact local time on hover.

const root = document.documentElement;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS_IN_WORDS = 30; // older than this, the date says more

const inZone = (options) => {
  try {
    return new Intl.DateTimeFormat(root.lang, { ...options, timeZone: root.dataset.zone || undefined });
  } catch {
    return new Intl.DateTimeFormat(root.lang, options); // a zone this browser does not know
  }
};
const exact = inZone({ dateStyle: "full", timeStyle: "long" });
const day = inZone({ dateStyle: "long" });
const amount = (unit) => new Intl.NumberFormat(root.lang, { style: "unit", unit, unitDisplay: "long" });
const units = { minute: amount("minute"), hour: amount("hour"), day: amount("day") };
const relative = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });

let onPaper = false; // where "5 days" would never grow older

const words = (at, ago) => {
  const age = Math.floor((Date.now() - at) / 1000);
  if (onPaper) return day.format(at);
  if (age < MINUTE) return relative.format(0, "second");
  if (age >= DAYS_IN_WORDS * DAY) return day.format(at);
  const [unit, seconds] = age < HOUR ? ["minute", MINUTE] : age < DAY ? ["hour", HOUR] : ["day", DAY];
  const number = Math.floor(age / seconds);
  return ago ? relative.format(-number, unit) : units[unit].format(number);
};

const tell = (within) => {
  for (const time of within.querySelectorAll("time[datetime*='T']")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const says = words(at, "ago" in time.dataset);
    if (time.textContent !== says) time.textContent = says;
    time.title = exact.format(at);
  }
};

tell(document);
document.addEventListener("htmx:load", (event) => tell(event.detail.elt));
setInterval(() => document.hidden || tell(document), MINUTE * 1000);
for (const event of ["beforeprint", "afterprint"]) {
  addEventListener(event, () => {
    onPaper = event === "beforeprint";
    tell(document);
  });
}
