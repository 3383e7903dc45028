// Times in the visitor's own zone, and how long ago they are; without this script they stand there in UTC.
"use strict"
{
  const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]]
  const language = document.documentElement.lang
  const shown = (at, styles) => new Intl.DateTimeFormat(language, styles).format(at)
  for (const each of document.querySelectorAll("time")) {
    const at = new Date(each.dateTime), seconds = (at - Date.now()) / 1000
    if (Number.isNaN(seconds)) continue
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) || UNITS.at(-1)
    const ago = new Intl.RelativeTimeFormat(language, {numeric: "auto"}).format(Math.trunc(seconds / size), unit)
    each.textContent = `${shown(at, {dateStyle: "long", timeStyle: "short"})} (${ago})`
    each.title = shown(at, {dateStyle: "full", timeStyle: "long"})
  }
}
