// Keeps a page true while it is looked at; without script every page still works by reloading.
"use strict";

/** A part with data-live="URL" is filled anew by each server-sent event of that address. */
function keepLive(part) {
  const stream = new EventSource(part.dataset.live);
  const offline = document.querySelector(".offline");
  stream.addEventListener("open", () => { offline.hidden = true; });
  stream.addEventListener("error", () => { offline.hidden = false; });
  stream.addEventListener("part", (event) => {
    const before = new Map([...part.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, e.textContent]));
    part.innerHTML = JSON.parse(event.data);
    for (const element of part.querySelectorAll("[data-key]")) {
      if (before.size && before.get(element.dataset.key) !== element.textContent) element.classList.add("changed");
    }
  });
  stream.addEventListener("reload", () => { location.reload(); });
  addEventListener("pagehide", () => stream.close());
}

/** A form asks once before it does what cannot be undone, and is sent once however often it is clicked. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirm && !confirm(form.dataset.confirm)) { event.preventDefault(); return; }
    for (const button of form.querySelectorAll("button")) setTimeout(() => { button.disabled = true; });
  });
}

/** Rows of a long table are found by typing into the field data-filter="#table". */
function filterRows(field) {
  const rows = [...document.querySelector(field.dataset.filter).tBodies[0].rows];
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}

document.querySelectorAll("[data-live]").forEach(keepLive);
document.querySelectorAll("form").forEach(sendOnce);
document.querySelectorAll("[data-filter]").forEach(filterRows);
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("button[disabled]").forEach((b) => { b.disabled = false; });
});
