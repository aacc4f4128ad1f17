"use strict";
// Filters, sorting and links into folds. Without it the page is a plain table and folds.
for (const tools of document.querySelectorAll(".tools")) {
  const table = document.querySelector(tools.dataset.table), rows = [...table.tBodies[0].rows];
  const [search, ...choices] = tools.querySelectorAll("input, select"), count = tools.querySelector("output");
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every(word => text.includes(word)) ||
        choices.some(choice => choice.value && row.dataset[choice.name] !== choice.value);
    }
    count.textContent = `${rows.filter(row => !row.hidden).length} of ${rows.length}`;
  };
  tools.addEventListener("input", filter);
  tools.hidden = false;
  filter();
}
for (const heading of document.querySelectorAll("th[data-sort]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener("click", () => {
    const table = heading.closest("table"), column = heading.cellIndex;
    const down = heading.getAttribute("aria-sort") === "ascending", sign = down ? -1 : 1;
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = row => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
    const numeric = heading.dataset.sort === "number";
    const compare = (a, b) => numeric ? (parseFloat(key(a)) || 0) - (parseFloat(key(b)) || 0) : key(a).localeCompare(key(b));
    table.tBodies[0].append(...[...table.tBodies[0].rows].sort((a, b) => sign * compare(a, b)));
  });
}
const unfold = () => {
  const fold = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (fold?.tagName === "DETAILS") { fold.open = true; fold.scrollIntoView(); fold.querySelector("summary").focus({preventScroll: true}); }
};
addEventListener("hashchange", unfold);
document.addEventListener("click", event => { if (event.target.closest?.("a[href^='#']")) setTimeout(unfold); });
unfold();
