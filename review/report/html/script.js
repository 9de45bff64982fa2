/** What makes the page better where scripts run: answers open beside the matrix, arrow keys walk it, names are searched. */

for (const matrix of document.querySelectorAll(".matrix")) walk(matrix);
search();

/** @param {Element} matrix */
function walk(matrix) {
  const rows = [...matrix.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]);
  const cells = rows.flat();
  const links = cells.map((cell) => cell.querySelector("a")).filter((link) => link !== null);
  const panel = matrix.parentElement?.querySelector(".panel");
  if (links.length === 0 || !panel) return;
  const hold = (link) => {
    for (const each of links) each.tabIndex = each === link ? 0 : -1;
  };
  hold(links[0]);
  matrix.addEventListener("focusin", ({ target }) => {
    if (links.includes(target)) hold(target);
  });
  matrix.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link === null || !open(link, panel)) return;
    event.preventDefault();
    for (const each of links) each.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });
  matrix.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (event.key === "Escape") close(panel);
    const next = cell === null ? undefined : stepFrom(rows, cell, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  panel.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close(panel);
  });
  panel.addEventListener("click", ({ target }) => {
    if (target.closest(".close") !== null) close(panel);
  });
}

/** The next link in the direction of the key; cells without a question and hidden rows are stepped over. */
function stepFrom(rows, cell, key) {
  const row = rows.findIndex((each) => each.includes(cell));
  const column = rows[row].indexOf(cell);
  const down = (step) => rows.map((_, i) => [row + step * (i + 1), column]);
  const across = (step) => rows[row].map((_, i) => [row, column + step * (i + 1)]);
  const ways = {
    ArrowRight: () => across(1),
    ArrowLeft: () => across(-1),
    ArrowDown: () => down(1),
    ArrowUp: () => down(-1),
    Home: () => rows[row].map((_, i) => [row, i]),
    End: () => rows[row].map((_, i) => [row, rows[row].length - 1 - i]),
  };
  const places = Object.hasOwn(ways, key) ? ways[key]() : [];
  for (const [y, x] of places) {
    const link = rows[y]?.[x]?.querySelector("a");
    if (link && link.closest("tr").hidden === false) return link;
  }
  return undefined;
}

/** A copy of the answer, so that it stands beside the matrix and stays in the list. */
function open(link, panel) {
  const answer = document.getElementById(link.hash.slice(1));
  if (answer === null) return false;
  const copy = answer.cloneNode(true);
  copy.removeAttribute("id");
  copy.removeAttribute("data-names");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.textContent = "Close";
  copy.prepend(button);
  panel.replaceChildren(copy);
  panel.scrollIntoView({ block: "nearest" });
  return true;
}

/** Focus goes back to the cell it came from. */
function close(panel) {
  if (panel.childElementCount === 0) return;
  panel.replaceChildren();
  const current = panel.parentElement.querySelector('a[aria-current="true"]');
  current?.removeAttribute("aria-current");
  current?.focus();
}

function search() {
  const box = document.querySelector(".search");
  const field = document.getElementById("search");
  const found = document.getElementById("found");
  box.hidden = false;
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    const has = (element) => wanted === "" || element.dataset.names.toLowerCase().includes(wanted);
    for (const element of document.querySelectorAll("main [data-names]:not(g)"))
      element.hidden = !has(element);
    const boxes = [...document.querySelectorAll("g.box-of")];
    for (const element of boxes) element.classList.toggle("found", wanted !== "" && has(element));
    for (const drawing of document.querySelectorAll(".drawing"))
      drawing.classList.toggle("searched", wanted !== "" && drawing.querySelector(".found") !== null);
    const count = boxes.filter(has).length;
    found.textContent = wanted === "" ? "" : `${count} of ${boxes.length} in the drawing`;
  });
}
