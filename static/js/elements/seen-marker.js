// @ts-check
// When the reader has scrolled to the end of a thread that was longer than the screen, say so for them.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-seen]"));

if (form && "IntersectionObserver" in window) {
	let scrolled = false;
	addEventListener("scroll", () => (scrolled = true), { once: true, passive: true });
	const watch = new IntersectionObserver(async (entries) => {
		if (!scrolled || !entries.some((entry) => entry.isIntersecting)) return;
		watch.disconnect();
		const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
		if (!answer.ok) return;
		const note = document.createElement("p");
		note.className = "note";
		note.textContent = "You have read everything up to here.";
		form.replaceWith(note);
	});
	watch.observe(form);
}
