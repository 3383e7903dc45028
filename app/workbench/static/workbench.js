/* Saves presses of «Show», and shows changed files at once. Everything is reachable without it. */
(() => {
  "use strict";

  const all = (selector, place = document) => [...place.querySelectorAll(selector)];
  const [find] = all("[data-search]");
  const [live] = all("[data-live]");

  // frames: as large as there is room, in the colours that were chosen
  function fit(frame) {
    const page = frame.querySelector("iframe");
    frame.classList.add("is-scaled");
    frame.style.setProperty("--scale", Math.min(1, frame.clientWidth / page.offsetWidth));
  }
  const fitAll = () => all(".frame").forEach(fit);
  addEventListener("resize", fitAll);

  // A browser decides on its own what `prefers-color-scheme` is; here the chosen one's rules hold.
  const QUERY = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g;
  function recolour(rules, scheme) {
    for (const rule of rules) {
      if (rule.media) rule.media.mediaText = rule.media.mediaText.replace(QUERY, (_, of) => (of === scheme ? "(width >= 0)" : "(width < 0)"));
      if (rule.cssRules) recolour(rule.cssRules, scheme);
    }
  }
  function coloured(frame) {
    const { scheme } = frame.dataset;
    const page = frame.contentDocument;
    if (!scheme || !page?.documentElement) return; // not read yet: `load` comes
    all("source[media]", page).forEach((each) => (each.media = each.media.replace(QUERY, (_, of) => (of === scheme ? "all" : "not all"))));
    for (const sheet of page.styleSheets) recolour(sheet.cssRules, scheme);
    page.documentElement.style.colorScheme = scheme;
  }
  const held = new Map(); // a page may take the focus, for a mistake in it: what had it before, by frame
  function loaded({ target }) {
    if (!target.matches?.("iframe[data-scheme]")) return;
    if (document.activeElement === target) held.get(target)?.focus({ preventScroll: true });
    held.delete(target);
    coloured(target);
  }
  document.addEventListener("load", loaded, true);

  // index: the two rules of `Search`
  function search() {
    const values = new FormData(find);
    const words = values.get("q").toLowerCase().split(/\s+/);
    const marks = ["flow", "method", "error", "version"].map((name) => values.get(name)).filter(Boolean);
    let shown = 0;
    for (const card of all("[data-marks]")) {
      const has = card.dataset.marks.split(" ");
      card.hidden = !marks.every((mark) => has.includes(mark)) || !words.every((word) => card.dataset.text.includes(word));
      shown += !card.hidden;
    }
    all(".group").forEach((group) => (group.hidden = !group.querySelector("[data-marks]:not([hidden])")));
    all("[data-found]")[0].textContent = `${shown} of ${all("[data-marks]").length} states`;
    history.replaceState(null, "", `?${new URLSearchParams(values)}`);
  }
  find?.addEventListener("input", ({ target }) => (/^(look|lang)$/.test(target.name) ? find.requestSubmit() : search()));

  // stage and desk: the parts that a choice changes come from the server
  let asked = 0;
  async function renew() {
    const address = `${live.action}?${new URLSearchParams(new FormData(live))}`;
    const mine = ++asked;
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    for (const part of all("[data-part]")) {
      const other = page.getElementById(part.id);
      const typing = part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
      if (!other || typing) continue;
      all("iframe", other).forEach((frame) => held.set(frame, document.activeElement));
      part.replaceWith(document.adoptNode(other));
    }
    history.replaceState(null, "", address);
    fitAll();
  }
  let timer;
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(renew, wait);
  };
  live?.addEventListener("input", ({ target }) => soon(/INPUT|TEXTAREA/.test(target.tagName) && target.type !== "checkbox" ? 300 : 0));
  if (find || live) all("[data-go]").forEach((button) => (button.hidden = true));

  // files that changed: frames load again, where they stand
  function changed({ data }) {
    const { looks, told } = JSON.parse(data);
    const shown = Object.entries(told).flatMap(([title, lines]) => {
      const list = document.createElement("ul");
      for (const line of lines) list.appendChild(document.createElement("li")).textContent = line;
      return [Object.assign(document.createElement("p"), { className: "wrong__title", textContent: title }), list];
    });
    all("[data-problems]")[0].replaceChildren(...shown);
    const stale = all("iframe[data-look]").filter((frame) => !looks || looks.includes(frame.dataset.look) || looks.includes("own"));
    for (const frame of stale) {
      if (frame.loading === "lazy") frame.setAttribute("src", frame.getAttribute("src"));
      else {
        held.set(frame, document.activeElement);
        frame.contentWindow.location.reload(); // keeps its place
      }
    }
  }
  new EventSource(`/preview/events?seen=${document.body.dataset.number}`).addEventListener("changed", changed);

  // a file that is dropped
  const [drop] = all("[data-drop]");
  const over = (event, on) => {
    event.preventDefault();
    drop.classList.toggle("is-over", on);
  };
  drop?.addEventListener("dragover", (event) => over(event, true));
  drop?.addEventListener("dragleave", (event) => over(event, false));
  drop?.addEventListener("drop", async (event) => {
    over(event, false);
    const [file] = event.dataTransfer.files;
    drop.value = file ? await file.text() : event.dataTransfer.getData("text");
  });

  fitAll();
  all("iframe[data-scheme]").forEach(coloured);
})();
