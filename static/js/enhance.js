/* Comfort for forms that work without it. Each part does nothing where its data-* attribute is missing;
   buttons that need script are `hidden` until it runs. */
(() => {
  "use strict";

  const all = (selector) => document.querySelectorAll(selector);
  const on = (type, listener, capture) => document.addEventListener(type, listener, capture);

  // A live region must be there before its text comes.
  const quiet = document.body.appendChild(document.createElement("p"));
  quiet.className = "vh";
  quiet.setAttribute("role", "status");
  function announce(text, element) {
    const region = element?.closest("section, form")?.querySelector("[data-status]") || quiet;
    region.textContent = "";
    setTimeout(() => (region.textContent = text || ""), 100); // a change, even to the same text
  }

  // A resting button: `disabled` would lose the focus and the button's value.
  on("click", (event) => {
    if (!event.target.closest("[aria-disabled=true]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // reveal
  function reveal(button, shown) {
    const input = document.getElementById(button.getAttribute("aria-controls"));
    const words = [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    input.type = shown ? "text" : "password";
    input.spellcheck = false; // some browsers send what they check to a server
    input.autocapitalize = "none";
    button.setAttribute("aria-pressed", shown);
    words.data = button.dataset[shown ? "hide" : "show"];
  }
  const conceal = () => all("[data-reveal][aria-pressed=true]").forEach((button) => reveal(button, false));

  // codes
  function textOf(box) {
    const codes = [...box.querySelectorAll("code")].filter((code) => !code.closest(".is-used"));
    return codes.map((code) => code.textContent.trim()).join("\n");
  }

  async function copy(button) {
    const box = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(textOf(box)); // not there on plain http
    } catch {
      return getSelection().selectAllChildren(box); // for Ctrl+C
    }
    announce(button.dataset.copied, button);
  }

  function download(button) {
    const text = textOf(document.getElementById(button.dataset.download)) + "\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = "recovery-codes.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  all("[data-reveal], [data-copy], [data-download], [data-print]").forEach((button) => (button.hidden = false));
  on("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-reveal]")) reveal(button, button.getAttribute("aria-pressed") !== "true");
    if (button?.matches("[data-copy]")) copy(button);
    if (button?.matches("[data-download]")) download(button);
    if (button?.matches("[data-print]")) print();
  });

  // countdown: "Send a new code (0:30)", once it was pressed; by the clock, as timers sleep with their tab
  function countdown(button) {
    const key = "kratos-ui-resent" + location.search;
    button.addEventListener("click", () => sessionStorage.setItem(key, Date.now() + button.dataset.countdown * 1000));
    const end = sessionStorage.getItem(key);
    if (end < Date.now()) return;
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

  // otp: "418 205" and "٤١٨٢٠٥" are six digits. Pasted or autofilled they send the form; typed, the button will be
  // pressed next, and must still be there.
  on("input", ({ target, inputType }) => {
    if (!target.matches("[autocomplete~=one-time-code]")) return;
    const value = target.value
      .replace(/[\s\p{Cf}\p{Pd}]/gu, "") // spaces, dashes, marks
      .replace(/[٠-٩۰-۹０-９]/g, (digit) => digit.charCodeAt(0) & 15);
    if (value !== target.value) target.value = value;
    if (!/^\d{6}$/.test(value) || !/undefined|Paste|Replace/.test(inputType)) return;
    target.closest("[data-autosubmit]")?.requestSubmit(target.form.querySelector("[type=submit]"));
  });

  // once: a second press sends nothing
  const sent = new Map(); // form → pressed button
  on("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent.has(event.target)) return event.preventDefault();
    conceal(); // so that no browser keeps it as ordinary text
    sent.set(event.target, event.submitter);
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent.forEach((button) => button?.removeAttribute("aria-disabled"));
    sent.clear();
  });

  // focus: to what is wrong, never away from where it was put
  const [wrong] = all("[data-error-summary], [role=alert][data-message-id], [aria-invalid=true]:not([type=hidden])");
  if (wrong && document.activeElement === document.body && !all("[autofocus]").length) {
    if (wrong.tabIndex < 0) wrong.tabIndex = -1;
    wrong.focus();
  }

  // expiry: just before the flow dies a new one starts and gets what was typed, secrets excepted
  const KEY = "kratos-ui-typed";
  const [page] = all("[data-expires-at][data-renew]");
  const kind = document.body.dataset.flow;
  const keeps = (input) =>
    /^(text|email|tel|url|number|date|datetime-local|checkbox)$/.test(input.type) &&
    !/password|code|secret|token/i.test(input.name + input.autocomplete);
  const changed = (input) => input.value !== input.defaultValue || input.checked !== input.defaultChecked;

  function restore(saved) {
    for (const [name, value, checked] of saved.inputs) {
      const [input] = all(`[name=${CSS.escape(name)}]:not([type=hidden])`);
      if (input && keeps(input) && !changed(input)) Object.assign(input, { value, checked });
    }
    announce(page.dataset.renewed);
  }

  function renew() {
    conceal();
    const earlier = (input) => input.type === "hidden" && /^(traits|identifier)/.test(input.name);
    const inputs = [...all("input")]
      .filter((input) => (earlier(input) ? input.value !== "false" : keeps(input) && changed(input)))
      .map((input) => [input.name, input.value, input.checked || earlier(input)]);
    sessionStorage.setItem(KEY, JSON.stringify({ kind, inputs }));
    location.replace(page.dataset.renew);
  }

  function watch(again) {
    const end = Date.parse(page.dataset.expiresAt) - 10000;
    // Over when it has just come: this clock is wrong. The next renewal is far off and takes a person, else a forgotten
    // tab would start flows (and send codes) for ever.
    if (end - Date.now() < (again ? 300000 : 30000)) return;
    let typed = false;
    const check = () => {
      if (Date.now() < end || sent.size || !(typed || (!again && !document.hidden))) return;
      sent.set(page); // no second time
      renew();
    };
    setInterval(check, 5000);
    on("input", () => (typed = true));
    on("visibilitychange", () => document.hidden || check()); // not when the page is being left
  }

  try {
    all("[data-countdown]").forEach(countdown);
    const saved = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    if (page) {
      const again = saved?.kind === kind;
      if (again) restore(saved);
      watch(again);
    }
  } catch {
    // no storage: as without script
  }
})();
