/* Rows of a list: added, removed, set again after a renewal (enhance.js), never sent blank. The spare one is empty. */
(() => {
  "use strict";

  const quiet = document.body.appendChild(document.createElement("p"));
  quiet.className = "vh";
  quiet.setAttribute("role", "status");
  const field = (row) => row.querySelector("input, select");

  function setUp(list) {
    const rows = list.querySelector("ol");
    const add = list.querySelector("[data-list-add]");
    const spare = list.querySelector("[data-list-spare]");
    if (!add || !spare) return; // it can't be changed
    const { required } = field(rows);
    const pattern = spare.cloneNode(true);

    function number() {
      [...rows.children].forEach((row, index) => {
        const input = field(row);
        input.id = row.querySelector("label").htmlFor = `${list.id}-${index + 1}`;
        input.required = required && !index;
        row.querySelectorAll(".vh").forEach((text) => (text.textContent = text.textContent.replace(/\d+$/, index + 1)));
        row.querySelector("[data-list-remove]").hidden = required && !rows.children[1];
      });
      add.hidden = rows.children.length >= list.dataset.max;
    }

    function append(value) {
      const row = rows.appendChild(pattern.cloneNode(true));
      const input = field(row);
      row.hidden = input.disabled = false;
      input.value = value;
      number();
      return input;
    }

    if (spare.hidden || rows.children[1]) spare.remove();
    number();

    add.addEventListener("click", () => {
      append("").focus();
      quiet.replaceChildren(add.dataset.added);
    });
    rows.addEventListener("click", ({ target }) => {
      const row = target.closest("[data-list-remove]")?.closest("li");
      if (!row) return;
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      number();
      (next ? field(next) : add).focus();
      quiet.replaceChildren(add.dataset.removed);
    });
    list.addEventListener("rows", ({ detail }) => {
      rows.replaceChildren();
      detail.forEach(append);
      number();
    });
  }

  const lists = [...document.querySelectorAll("[data-list]")];
  lists.forEach(setUp);
  // however the form is sent
  document.addEventListener("formdata", ({ target, formData }) => {
    for (const { dataset } of lists.filter((list) => target.contains(list))) {
      const filled = formData.getAll(dataset.list).filter((value) => value.trim());
      formData.delete(dataset.list);
      filled.forEach((value) => formData.append(dataset.list, value));
    }
  });
})();
