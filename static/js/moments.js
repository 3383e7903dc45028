/* Date and time in the browser's own control, in the visitor's zone; without this script a field of text with the zone.
   What nobody touches is sent as it came, byte for byte. Runs before enhance.js, which keeps what was typed. */
(() => {
  "use strict";

  const two = (number) => `${Math.trunc(number)}`.padStart(2, 0);
  const local = (at) => new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, at.getSeconds() ? 19 : 16);

  function zone(at) {
    const minutes = -at.getTimezoneOffset(), size = Math.abs(minutes);
    return minutes ? `${minutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}` : "Z";
  }

  function setUp(field) {
    const kept = field.value, at = kept ? new Date(kept) : new Date();
    if (kept && (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/i.test(kept) || Number.isNaN(at.getTime()))) return; // to be seen as it is wrong
    const shown = kept && local(at);
    if (/^(0000|\+)/.test(shown)) return; // no year of the control's: it would be empty, and sent so
    field.defaultValue = shown;
    field.type = "datetime-local";
    if (shown[18]) field.step = 1;
    const hint = document.getElementById(`${field.id}-hint`)?.querySelector("[data-zone]");
    const { lang } = document.documentElement, known = Intl.DateTimeFormat.supportedLocalesOf(lang)[0]; // else: GMT+4
    const style = { timeZoneName: known ? "longGeneric" : "longOffset" };
    const parts = new Intl.DateTimeFormat(`${lang}-u-nu-latn`, style).formatToParts(at);
    if (hint) hint.textContent = parts.find(({ type }) => type === "timeZoneName").value;
    field.form.addEventListener("formdata", ({ formData }) => {
      const { value } = field, typed = new Date(value);
      const time = Number.isNaN(typed.getTime()) ? "" : local(typed); // for an hour that summer time leaves out, what it means
      const sent = value === shown ? kept : time ? time + (time[18] ? "" : ":00") + zone(typed) : value;
      if (formData.has(field.name)) formData.set(field.name, sent);
    });
  }

  document.querySelectorAll("[data-moment]").forEach(setUp);
})();
