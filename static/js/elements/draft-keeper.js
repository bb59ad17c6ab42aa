// @ts-check
// Keeps what is typed into the form inside it until the server has taken it. Without script the form works the same,
// only a reload forgets.

// On a shared computer nobody sees the draft of somebody else.
const PREFIX = `draft:${document.body.dataset.who ?? ""}:`;
const SKIP = new Set(["csrfmiddlewaretoken", "token", "seen", "version"]);

/** What the server has taken is no draft any more: it says so on the next page, or beside the next form. */
function forget() {
	for (const mark of document.querySelectorAll("[data-draft-clear]")) {
		localStorage.removeItem(PREFIX + mark.getAttribute("data-draft-clear"));
	}
}

forget();
document.addEventListener("htmx:after:swap", forget);

class DraftKeeper extends HTMLElement {
	connectedCallback() {
		forget();
		this.form = this.querySelector("form");
		if (!this.form) return;
		this.key = PREFIX + (this.getAttribute("key") ?? location.pathname);
		this.restore();
		this.form.addEventListener("input", () => this.keep());
	}

	/** @returns {(HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]} */
	fields() {
		const all = /** @type {HTMLInputElement[]} */ ([...(this.form?.elements ?? [])]);
		return all.filter((f) => f.name && !SKIP.has(f.name) && f.type !== "password" && f.type !== "submit");
	}

	keep() {
		/** @type {Record<string, string>} */
		const kept = {};
		for (const field of this.fields()) {
			const box = /** @type {HTMLInputElement} */ (field);
			if ((box.type === "radio" || box.type === "checkbox") && !box.checked) continue;
			if (field.value) kept[field.name] = field.value;
		}
		localStorage.setItem(this.key ?? PREFIX, JSON.stringify(kept));
	}

	restore() {
		const text = localStorage.getItem(this.key ?? PREFIX);
		if (!text) return;
		/** @type {Record<string, string>} */
		let kept;
		try {
			kept = JSON.parse(text);
		} catch {
			localStorage.removeItem(this.key ?? PREFIX);
			return;
		}
		let changed = false;
		for (const field of this.fields()) {
			const value = kept[field.name];
			if (value === undefined) continue;
			const box = /** @type {HTMLInputElement} */ (field);
			if (box.type === "radio" || box.type === "checkbox") {
				if (box.value === value && !box.checked) {
					box.checked = true;
					changed = true;
				}
			} else if (!field.value) {
				// What the server sends back is newer than what was kept.
				field.value = value;
				changed = true;
			}
		}
		if (changed) this.tell();
	}

	tell() {
		const note = document.createElement("p");
		note.className = "hint";
		note.setAttribute("role", "status");
		note.textContent = "Your draft was restored. ";
		const button = document.createElement("button");
		button.type = "button";
		button.className = "plain";
		button.textContent = "Discard it";
		button.addEventListener("click", () => {
			localStorage.removeItem(this.key ?? PREFIX);
			this.form?.reset();
			note.remove();
		});
		note.append(button);
		this.prepend(note);
	}
}

customElements.define("draft-keeper", DraftKeeper);
