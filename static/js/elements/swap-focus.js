// @ts-check
// After "show more" has been replaced by what it promised, the focus goes to the first new argument and the number
// of new ones is announced: without this a keyboard reader would fall back to the top of the page.

/** @type {Element | null} */
let before = null;
let what = "arguments";

document.addEventListener("htmx:before:swap", (event) => {
	const ctx = /** @type {CustomEvent} */ (event).detail?.ctx;
	const row = ctx?.sourceElement?.closest(".pager");
	before = row?.previousElementSibling ?? null;
	what = row?.dataset.what ?? what;
});

document.addEventListener("htmx:after:swap", () => {
	if (!before) return;
	const fresh = [];
	for (let next = before.nextElementSibling; next; next = next.nextElementSibling) fresh.push(next);
	before = null;
	const goal = /** @type {HTMLElement | null} */ (fresh[0]?.querySelector(".arg-h .no, .tomb a, a"));
	goal?.focus();
	const count = fresh.filter((item) => !item.matches(".pager")).length;
	const live = document.getElementById("live");
	if (live) live.textContent = `${count} more ${what} are shown.`;
});
