// @ts-check
// Reply and rating forms that open below their argument. Each link leads to the same form on a page of its own, so
// this only moves the focus, says what happened, closes a form again and puts a new argument where it belongs.

const FIELDS = "input:not([type='hidden']), textarea";

/** @type {Element | null} Where the last answer came to stand. */
let place = null;

/** @param {string} text */
function say(text) {
	const live = document.getElementById("live");
	if (live) live.textContent = text;
}

/** @param {Element | null | undefined} goal */
function focus(goal) {
	/** @type {HTMLElement | null | undefined} */ (goal)?.focus();
}

/** @param {Element} spot */
function close(spot) {
	const at = spot.querySelector("form")?.getAttribute("action");
	const foot = spot.closest(".arg-f");
	spot.replaceChildren();
	focus(foot?.querySelector(at ? `a[hx-get="${at}"]` : "[data-reply]"));
	say("The form is closed. What you typed is kept as a draft.");
}

/** The new argument goes into the branch of its parent, or to the end of the list. @param {Element} posted */
function settle(posted) {
	const item = /** @type {HTMLElement} */ (posted.querySelector(".node"));
	const parent = posted.closest(".node");
	const branch = /** @type {HTMLDetailsElement | null | undefined} */ (parent?.querySelector(":scope > details.branch"));
	const fresh = posted.querySelector("details.branch");
	const rows = !parent || parent.matches(".is-here") ? document.querySelector("[data-rows]") : null;
	item.classList.add("settled");
	if (rows && parent) {
		rows.prepend(item);
		const title = rows.closest("section")?.querySelector("h2");
		const count = fresh?.querySelector("summary")?.childNodes[1]?.textContent;
		if (title && count) title.textContent = `${count} below`;
	} else if (rows) rows.append(item);
	else if (branch) {
		branch.querySelector(":scope > ol")?.prepend(item);
		branch.querySelector(":scope > summary")?.replaceWith(...(fresh?.querySelectorAll(":scope > summary") ?? []));
		branch.open = true;
	} else if (fresh) parent?.querySelector(":scope > .arg")?.after(fresh);
	posted.remove();
	focus(item.querySelector(".no"));
	item.scrollIntoView({ block: "nearest" });
}

/** Opens the form below the argument that a link far from it speaks of, if it is on the page. @param {HTMLAnchorElement | null} link */
function answered(link) {
	const reply = link && document.getElementById(link.dataset.answer ?? "")?.querySelector(":scope > .arg a[data-reply][hx-get]");
	if (!reply) return false;
	for (let fold = reply.closest("details.branch"); fold; fold = fold.parentElement?.closest("details.branch") ?? null) {
		/** @type {HTMLDetailsElement} */ (fold).open = true;
	}
	reply.scrollIntoView({ block: "center" });
	/** @type {HTMLElement} */ (reply).click();
	return true;
}

document.addEventListener("click", (event) => {
	const at = /** @type {HTMLElement} */ (event.target);
	const spot = at.closest("[data-close]") && at.closest(".spot");
	if (spot) return close(spot);
	if (!event.ctrlKey && !event.metaKey && !event.shiftKey && answered(at.closest("a[data-answer]"))) {
		event.preventDefault();
		return;
	}
	const link = at.closest("a[hx-get]");
	const form = link?.closest(".arg-f")?.querySelector(`.spot form[action="${link.getAttribute("hx-get")}"]`);
	if (!form || event.ctrlKey || event.metaKey || event.shiftKey) return;
	event.preventDefault(); // it is open already: asking again would throw away what is typed
	event.stopPropagation();
	focus(form.querySelector(FIELDS));
}, true);

document.addEventListener("keydown", (event) => {
	if (event.key !== "Escape" || event.isComposing) return;
	const spot = /** @type {HTMLElement} */ (event.target).closest(".spot");
	if (spot) close(spot);
});

document.addEventListener("htmx:before:swap", (event) => {
	const tasks = /** @type {CustomEvent} */ (event).detail?.tasks ?? [];
	const target = /** @type {Element | undefined} */ (tasks.find((/** @type {any} */ task) => task.type === "main")?.target);
	place = target?.matches(".spot") ? target : (target?.parentElement ?? null);
});

document.addEventListener("htmx:after:swap", () => {
	const here = place;
	place = null;
	if (!here) return;
	const said = [...here.querySelectorAll("[data-said]")];
	const posted = here.querySelector(".posted");
	const form = here.querySelector(":scope > :is(.compose, .rate, .msg)");
	const foot = here.querySelector(":scope > .arg-f"); // new figures, to stand in the line that held the form
	if (posted) settle(posted);
	else if (form) focus(form.matches(".msg") ? form : form.querySelector("[aria-invalid='true']") ?? form.querySelector(FIELDS));
	else if (foot) {
		here.closest(".arg-f")?.replaceWith(foot);
		focus(foot.querySelector("[data-rate]"));
	}
	if (said.length) say(said.map((note) => note.textContent).join(" "));
	for (const note of said) note.remove();
});

/** A failure must not look like an answer: the form stays as it is, with a sentence above it. @param {Event} event */
function failed(event) {
	const ctx = /** @type {CustomEvent} */ (event).detail?.ctx;
	if (ctx?.response && ctx.response.status < 500) return; // a refusal says itself what to do
	const form = ctx?.sourceElement?.closest("form");
	const note = form?.querySelector(":scope > .msg.failed") ?? document.createElement("p");
	note.className = "msg err failed";
	note.textContent = "The server could not be reached or failed. Your text is still here: try again in a minute.";
	form?.prepend(note);
	say(note.textContent);
}

document.addEventListener("htmx:error", failed);
document.addEventListener("htmx:response:error", failed);
