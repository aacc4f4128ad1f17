// The gallery's filters, and the slider over the doses of a fault. Without this file all runs and all doses are there.
"use strict";

function filter(form) {
  const cards = [...document.querySelectorAll(".tw-cards > li")];
  const chosen = () => [...form.elements].filter((one) => one.name && one.value);
  const show = () => {
    for (const card of cards) card.hidden = chosen().some((one) => card.dataset[one.name] !== one.value);
    const shown = cards.filter((card) => !card.hidden).length;
    form.querySelector("output").value = shown === cards.length ? `${shown} runs` : `${shown} of ${cards.length} runs`;
  };
  // What is chosen stands behind the # of the address, so that it can be linked to and is there when one comes back.
  const keep = () => {
    const wanted = new URLSearchParams(chosen().map((one) => [one.name, one.value])).toString();
    history.replaceState(null, "", wanted ? `#${wanted}` : location.pathname + location.search);
  };
  for (const [name, value] of new URLSearchParams(location.hash.slice(1)))
    if (form.elements[name]) form.elements[name].value = value;
  form.addEventListener("change", () => { show(); keep(); });
  form.addEventListener("reset", () => setTimeout(() => { show(); keep(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
}

function slide(doses) {
  const rows = [...doses.querySelectorAll("tbody tr")];
  const [low, high] = [0, Math.max(1, ...rows.map((row) => Math.max(row.dataset.broken, row.dataset.fixed)))];
  const share = (score) => `${(100 * Math.max(0, (score - low) / (high - low))).toFixed(1)}%`;
  const part = document.createElement("div");
  part.className = "tw-slider";
  part.innerHTML =
    `<label>${doses.dataset.of} <input type="range" min="0" max="${rows.length - 1}" step="1"></label>` +
    `<div class="tw-bar" aria-hidden="true"><i></i><b></b></div>` +
    `<div class="tw-bar" aria-hidden="true"><i class="tw-of-fixed"></i><b></b></div><div class="tw-shape"></div><output></output>`;
  const [input, said] = [part.querySelector("input"), part.querySelector("output")];
  const [broken, fixed] = part.querySelectorAll("i");
  for (const goal of part.querySelectorAll("b")) goal.style.left = share(doses.dataset.goal);
  const show = () => {
    const row = rows[input.value];
    const cells = [...row.cells].map((cell) => cell.textContent);
    rows.forEach((one) => one.classList.toggle("tw-chosen", one === row));
    broken.style.width = share(row.dataset.broken);
    fixed.style.width = share(row.dataset.fixed);
    part.querySelector(".tw-shape").innerHTML = row.querySelector(".tw-shape").innerHTML;
    const text = `${cells[0]}: broken ${cells[1]} (${cells[2]}), fixed ${cells[3]}; one sees ${cells[4]}. ` +
      `It misses the goal of ${doses.dataset.goal} on ${cells[5]} seeds.`;
    said.value = text;
    input.setAttribute("aria-valuetext", text);
  };
  input.value = Math.max(0, rows.findIndex((row) => row.classList.contains("tw-plain")));
  input.addEventListener("input", show);
  doses.prepend(part);
  show();
}

document.querySelectorAll(".tw-filters").forEach(filter);
document.querySelectorAll(".tw-doses").forEach(slide);
