// Times in the visitor's own zone, and how long ago they are; without this script they stand there in UTC.
"use strict"
{
  const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]]
  const language = document.documentElement.lang
  const STYLES = {date: {dateStyle: "long"}, exact: {dateStyle: "long", timeStyle: "medium"}}
  const shown = (at, styles) => new Intl.DateTimeFormat(language, {calendar: "gregory", ...styles}).format(at) // as the server's
  const tell = () => document.querySelectorAll("time").forEach((each) => {
    const at = new Date(each.dateTime), seconds = (at - Date.now()) / 1000
    if (Number.isNaN(seconds)) return
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) || UNITS.at(-1)
    const numeric = size > 3600 ? "always" : "auto" // «yesterday» is a day of the calendar, this one is of 24 hours
    const ago = new Intl.RelativeTimeFormat(language, {numeric}).format(Math.trunc(seconds / size), unit)
    const told = shown(at, STYLES[each.dataset.style] || {dateStyle: "long", timeStyle: "short"})
    each.textContent = each.dataset.style ? told : `${told} (${ago})`
    each.title = shown(at, {dateStyle: "full", timeStyle: "long"})
  })
  tell()
  setInterval(tell, 60000)
}
