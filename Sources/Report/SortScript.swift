/// What makes tables sortable: the only script of a report, named in its policy by its digest.
enum SortScript {
  static let source: StaticString = """
    "use strict";
    document.addEventListener("click", (event) => {
      const button = event.target.closest("table.data th button");
      if (!button) return;
      const head = button.parentElement;
      const table = head.closest("table");
      const body = table.tBodies[0];
      const column = Array.from(head.parentElement.children).indexOf(head);
      const down = head.getAttribute("aria-sort") === "ascending";
      const isNumber = head.classList.contains("number");
      const key = (row) => row.children[column].dataset.key;
      const order = (left, right) => {
        const [a, b] = [key(left), key(right)];
        if (isNumber) return (a === "" ? -1 : Number(a)) - (b === "" ? -1 : Number(b));
        return a < b ? -1 : a > b ? 1 : 0;
      };
      const rows = Array.from(body.rows).sort((left, right) =>
        down ? order(right, left) : order(left, right));
      for (const other of head.parentElement.children) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...rows);
    });
    """
}
