/* Rows of a list: added, removed, and never sent blank. Loaded on pages that have a list; without it the last row is an
   empty one to fill in. The row `data-list-spare` is the pattern of new ones. */
(() => {
  "use strict";

  const quiet = document.body.appendChild(document.createElement("p")); // there before its text comes
  quiet.className = "vh";
  quiet.setAttribute("role", "status");

  function setUp(list) {
    const rows = list.querySelector("ol");
    const add = list.querySelector("[data-list-add]");
    const spare = list.querySelector("[data-list-spare]");
    if (!add || !spare) return; // it can't be changed
    const field = (row) => row.querySelector("input, select");

    function number() {
      [...rows.children].forEach((row, index) => {
        const count = (element) => (element.textContent = element.textContent.replace(/\d+$/, index + 1));
        field(row).id = row.querySelector("label").htmlFor = `${list.id}-${index + 1}`;
        row.querySelectorAll("label, .vh").forEach(count);
        row.querySelector("[data-list-remove]").hidden = field(row).required && !rows.children[1];
      });
      add.hidden = rows.children.length >= list.dataset.max;
    }

    function fresh() {
      const row = pattern.cloneNode(true);
      row.hidden = field(row).disabled = false;
      rows.append(row);
      number();
      return row;
    }

    const pattern = spare.cloneNode(true);
    if (spare.hidden || rows.children.length > 1) spare.remove();
    pattern.removeAttribute("data-list-spare");
    field(pattern).required = false;
    number();

    add.addEventListener("click", () => {
      field(fresh()).focus();
      quiet.textContent = add.dataset.added;
    });
    rows.addEventListener("click", (event) => {
      const row = event.target.closest("[data-list-remove]")?.closest("li");
      if (!row) return;
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      if (field(row).required) field(rows.firstElementChild).required = true;
      number();
      (next ? field(next) : add).focus();
      quiet.textContent = add.dataset.removed;
    });
  }

  const lists = [...document.querySelectorAll("[data-list]")];
  lists.forEach(setUp);
  // However the form is sent, by a ceremony's script too.
  document.addEventListener("formdata", ({ target, formData }) => {
    for (const { dataset } of lists.filter((list) => target.contains(list))) {
      const filled = formData.getAll(dataset.list).filter((value) => value.trim());
      formData.delete(dataset.list);
      filled.forEach((value) => formData.append(dataset.list, value));
    }
  });
})();
