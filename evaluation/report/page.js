"use strict";
for (const table of document.querySelectorAll("table")) {
  const heads = [...table.tHead.rows[0].cells];
  const sort = (head, k) => {
    const numeric = head.classList.contains("n");
    const now = head.getAttribute("aria-sort");
    const down = now ? now === "ascending" : numeric;
    const key = row => row.cells[k].dataset.v ?? row.cells[k].textContent;
    const rows = [...table.tBodies[0].rows].map(row => [key(row), row]);
    rows.sort(([a], [b]) => {
      if (!numeric) return a.localeCompare(b, document.documentElement.lang, {numeric: true}) * (down ? -1 : 1);
      const x = parseFloat(a), y = parseFloat(b);
      if (!isFinite(x) || !isFinite(y)) return isFinite(y) - isFinite(x);
      return (x - y) * (down ? -1 : 1);
    });
    table.tBodies[0].append(...rows.map(([, row]) => row));
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  };
  heads.forEach((head, k) => {
    head.addEventListener("click", () => sort(head, k));
    head.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort(head, k);
    });
  });
}
