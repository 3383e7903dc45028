// Times in the visitor's zone; without scripts in UTC.
"use strict"
{
  const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]]
  const language = `${document.documentElement.lang}-u-ca-gregory-nu-latn` // the digits of all other texts
  const shown = (at, styles) => new Intl.DateTimeFormat(language, styles).format(at)
  const tell = () => document.querySelectorAll("time").forEach((each) => {
    const at = new Date(each.dateTime), seconds = (at - Date.now()) / 1000, {time} = each.dataset
    if (!seconds) return // no date
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) || UNITS.at(-1)
    const ago = new Intl.RelativeTimeFormat(language, {
      numeric: size > 3600 ? "always" : "auto" // 24 hours are no «yesterday»
    }).format(Math.trunc(seconds / size), unit)
    const timeStyle = time ?? "short" // "": the day alone
    each.textContent = shown(at, {dateStyle: "long", ...timeStyle && {timeStyle}}) + (time == null ? ` (${ago})` : "")
    each.title = shown(at, {dateStyle: "full", timeStyle: "long"})
  })
  if (Intl.DateTimeFormat.supportedLocalesOf(language)[0]) { // else they would be in another language
    tell()
    setInterval(tell, 60000)
  }
}
