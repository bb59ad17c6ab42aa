// @ts-check
// While parts of a sheet are being worked out htmx asks every two seconds how far that is. The answer stands in one
// place; here it is said in each waiting part too, and once, when the parts have come, to those who listen.

/** The section in which the focus was, when its part was replaced. */
let place = "";
let waited = false;

document.addEventListener("htmx:before:swap", () => {
	const focus = document.activeElement;
	waited = document.getElementById("waiting") !== null;
	place = focus?.closest("#waiting") ? "sheet" : (focus?.closest("#sheet section")?.id ?? "");
});

document.addEventListener("htmx:after:swap", () => {
	const now = document.querySelector("#waiting [data-now]");
	for (const part of document.querySelectorAll("[data-progress]")) part.textContent = now?.textContent ?? "";
	if (!waited) return;
	// A link that went with its part takes the focus to the top of the page, unless it finds a place near by.
	if (place && document.activeElement === document.body) {
		const near = now ? "#waiting a" : place === "sheet" ? "#sheet h2" : `#${place} h2`;
		const goal = /** @type {HTMLElement | null} */ (document.querySelector(near));
		if (goal?.tagName === "H2") goal.tabIndex = -1;
		goal?.focus({ preventScroll: true });
	}
	if (now) return;
	waited = false;
	const live = document.getElementById("live");
	if (live) live.textContent = "The sheet is worked out: every part is shown now.";
});
