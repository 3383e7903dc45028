/* Comfort for forms that work without it, by data-* attributes; buttons that need it come `hidden`. */
(() => {
  "use strict";

  const all = (selector) => document.querySelectorAll(selector);
  const on = (...listener) => document.addEventListener(...listener);

  // A live region is there before its text.
  const quiet = document.body.appendChild(document.createElement("p"));
  quiet.className = "vh";
  quiet.setAttribute("role", "status");
  function announce(text, element) {
    const region = element?.closest("section, form")?.querySelector("[data-status]") || quiet;
    region.textContent = "";
    setTimeout(() => (region.textContent = text || ""), 100); // a change
  }

  // resting: `disabled` would lose focus and value
  on("click", (event) => {
    if (!event.target.closest("[aria-disabled=true]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // reveal
  const inputOf = (button) => document.getElementById(button.getAttribute("aria-controls"));
  function reveal(button, shown) {
    const input = inputOf(button), { dataset } = button;
    const words = [...button.childNodes].find((node) => node.data?.trim()); // a theme may have a picture beside them
    input.type = shown ? "text" : "password";
    input.spellcheck = false; // some browsers send what they check to a server
    input.autocapitalize = "none";
    words.data = dataset[shown ? "hide" : "show"];
    if (dataset.showLabel) button.setAttribute("aria-label", dataset[shown ? "hideLabel" : "showLabel"]);
  }
  const conceal = () => all("[data-reveal]").forEach((button) => reveal(button, false));

  // codes
  function textOf(box) {
    const codes = [...box.querySelectorAll("code:not(.is-used *)")];
    return codes.map((code) => code.textContent.trim()).join("\n");
  }

  async function copy(button) {
    const box = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(textOf(box));
    } catch {
      return getSelection().selectAllChildren(box); // plain http: for Ctrl+C
    }
    announce(button.dataset.copied, button);
  }

  function download(button) {
    const text = `${textOf(document.getElementById(button.dataset.download))}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = "recovery-codes.txt";
    link.click();
  }

  all("[data-reveal], [data-copy], [data-download], [data-print]").forEach((button) => (button.hidden = false));
  on("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-reveal]")) reveal(button, inputOf(button).type === "password");
    if (button?.matches("[data-copy]")) copy(button);
    if (button?.matches("[data-download]")) download(button);
    if (button?.matches("[data-print]")) print();
  });

  // countdown: by the clock, as timers sleep
  function countdown(button) {
    const key = `kratos-ui-resent${location.search}`;
    button.addEventListener("click", () => sessionStorage.setItem(key, Date.now() + button.dataset.countdown * 1000));
    const end = sessionStorage.getItem(key);
    if (end < Date.now()) return;
    if (!wrong && end - Date.now() > (button.dataset.countdown - 5) * 1000) announce(button.dataset.asked);
    const clock = button.appendChild(document.createElement("span"));
    button.setAttribute("aria-disabled", "true");
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      clock.textContent = left > 0 ? ` (${new Date(left * 1000).toISOString().slice(15, 19)})` : "";
      if (left > 0) return;
      clearInterval(timer);
      button.removeAttribute("aria-disabled");
      announce(button.dataset.ready);
    };
    const timer = setInterval(tick, 1000);
    tick();
  }

  // otp: "418 205" and "Your code: ٤١٨-٢٠٥" are six digits; pasted or autofilled they send the form
  const OTP = "[autocomplete~=one-time-code]";
  const CODES = `${OTP}, [name=lookup_secret]`;
  function code(field) {
    const text = field.value.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => {
      const at = digit.codePointAt(); // tens begin where it ends in 0 or 6
      return (at & 15) - 6 * !/\p{Nd}/u.test(String.fromCodePoint(at & -16));
    });
    const [six] = (field.matches(OTP) && text.match(/\b\d{3}[^\p{L}\d]{0,3}\d{3}\b/u)) || [text];
    return six.replace(/[^\p{L}\d]/gu, "").toLowerCase();
  }
  on("input", ({ target, inputType, isComposing }) => {
    if (!target.matches(OTP) || isComposing) return;
    target.value = code(target);
    if (!/^\d{6}$/.test(target.value) || !/undefined|From|Replace/.test(inputType)) return;
    target.closest("[data-autosubmit]")?.requestSubmit(target.form.querySelector("[type=submit]"));
  });
  on("formdata", ({ target, formData }) => {
    sent.add(formData); // submit() of triggers.js, too
    target.querySelectorAll(CODES).forEach((field) => formData.set(field.name, code(field)));
  });

  // once: a second press sends nothing
  const sent = new Set();
  on("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent.has(event.target)) return event.preventDefault();
    conceal(); // so that no browser keeps it as ordinary text
    sent.add(event.target);
    event.submitter?.setAttribute("aria-disabled", "true");
  });

  // A page that comes back whole may be somebody's who has left: it is asked for anew, and not shown before.
  addEventListener("pagehide", () => {
    document.body.hidden = true;
    if (language && flow) keep(flow);
  });
  // What was typed comes along, unless it was sent or is of somebody signed in.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    location.reload();
    if (page && kind !== "settings" && !sent.size) keep(kind);
  });
  // Who changes the language stays at the same flow, with all that was typed.
  let language;
  on("click", ({ target }) => (language = target.closest("a.lang, .lang a")));

  on("keydown", ({ key }) => {
    const [menu] = all(".lang[open]");
    if (key !== "Escape" || !menu) return;
    menu.open = false;
    menu.firstElementChild.focus();
  });

  // focus: to what is wrong
  const [wrong] = all("[data-error-summary], [role=alert][data-message-id], [aria-invalid=true]:not([type=hidden]), [data-list][aria-describedby$=message]");
  const [typed] = all("[autofocus]");
  if (wrong && (typed ? !typed.matches("[aria-describedby]") : document.activeElement === document.body)) {
    wrong.closest("[role=alert]")?.removeAttribute("role"); // else told twice
    if (wrong.tabIndex < 0) wrong.tabIndex = -1;
    if (typed) typed.setAttribute("aria-describedby", wrong.id ||= "wrong");
    else wrong.focus();
  }

  // expiry: just before its end the flow starts again, with what was typed, secrets excepted
  const KEY = "kratos-ui-typed";
  const [page] = all("[data-expires-at][data-renew]");
  const kind = document.body.dataset.flow;
  const [flow] = location.search.match(/\b(flow|consent_challenge)=[^&]+/) || [];
  const listOf = (name) => all(`[data-list=${CSS.escape(name)}]`)[0];
  const named = (name) => [...all(`[name=${CSS.escape(name)}]`)];
  const keeps = (field) =>
    !/hidden|password|file|submit|button/.test(field.type + field.autocomplete) && !field.matches(CODES);
  const CHOICE = /radio|checkbox|multiple/;
  const held = (field) =>
    field.options ? [...field.selectedOptions].map(held) : CHOICE.test(field.type) && !field.checked ? null : field.value;
  const changed = (field) =>
    field.options
      ? `${held(field)}` !== `${held(field.cloneNode(true))}`
      : field.value !== field.defaultValue || field.checked !== field.defaultChecked;

  function restore(saved) {
    for (const [name, values] of saved.fields) {
      listOf(name)?.dispatchEvent(new CustomEvent("rows", { detail: values }));
      named(name).filter(keeps).forEach((field, index) => {
        if (changed(field)) return;
        const own = field.options || values.length < 2 ? values : [values[index]];
        if (!CHOICE.test(field.type)) field.value = values[index] ?? field.value;
        else for (const part of field.options || [field]) part.selected = part.checked = own.includes(part.value);
      });
    }
    announce(saved.told);
  }

  function keep(of, told) {
    conceal();
    const fields = [];
    for (const name of new Set([...all("[name], [data-list]")].map(({ name, dataset }) => name || dataset.list))) {
      const every = named(name);
      let kept = every.filter(keeps);
      const earlier = !kept[0] && /^(traits|identifier)/.test(name); // a step before
      if (earlier) kept = every.filter(({ type, form }) => type === "hidden" && form === every[0].form);
      if (earlier || listOf(name) || kept.some(changed)) fields.push([name, kept.flatMap(held)]);
    }
    sessionStorage.setItem(KEY, JSON.stringify({ of, fields, told }));
  }

  function watch(again) {
    const end = Date.parse(page.dataset.expiresAt) - 10000;
    // Over at once: a wrong clock. A second time takes a person, not a forgotten tab.
    if (end - Date.now() < (again ? 300000 : 30000)) return;
    let typed = false;
    const check = () => {
      if (Date.now() < end || sent.size || !(typed || (!again && !document.hidden))) return;
      sent.add(page); // no second time
      keep(kind, page.dataset.renewed);
      location.replace(page.dataset.renew);
    };
    setInterval(check, 5000);
    on("input", () => (typed = true));
    on("visibilitychange", () => document.hidden || check()); // not when the page is being left
  }

  try {
    all("[data-countdown]").forEach(countdown);
    const saved = JSON.parse(sessionStorage.getItem(KEY));
    if (!all(".langs")[0]) sessionStorage.removeItem(KEY); // all languages: on the way back
    const again = saved && [kind, flow].includes(saved.of);
    if (again) restore(saved);
    if (page) watch(again);
  } catch {
    // no storage: as without script
  }
})();
