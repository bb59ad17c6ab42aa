// @ts-check
// Moving through a thread by keys. Every move is announced; the keys can be switched off (WCAG 2.1.4).

const KEYS = {
	j: "next argument", k: "previous argument", n: "next at the top level", p: "previous at the top level",
	u: "up to the parent", f: "fold or open the branch", r: "reply", "?": "this list",
};
const OFF = "keys-off";

class ThreadKeys extends HTMLElement {
	connectedCallback() {
		document.addEventListener("keydown", (event) => this.press(event));
		// The way to switch the keys on again must not be a key.
		const button = document.createElement("button");
		button.type = "button";
		button.className = "plain keys";
		button.textContent = "Keys";
		button.setAttribute("aria-haspopup", "dialog");
		button.addEventListener("click", () => this.help());
		(document.querySelector(".bar .end") ?? this).prepend(button);
	}

	/** @param {KeyboardEvent} event */
	press(event) {
		const at = /** @type {HTMLElement} */ (event.target);
		if (event.ctrlKey || event.altKey || event.metaKey || at.closest("input, textarea, select, dialog, [contenteditable]")) return;
		if (localStorage.getItem(OFF) || !Object.hasOwn(KEYS, event.key)) return;
		event.preventDefault();
		if (event.key === "?") return this.help();
		const nodes = this.nodes();
		const top = nodes.filter((node) => node.parentElement?.classList.contains("thread"));
		const here = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".node"));
		const place = here ? nodes.indexOf(here) : -1;
		if (event.key === "j") this.go(nodes[place + 1]);
		if (event.key === "k") this.go(nodes[Math.max(0, place - 1)]);
		if (event.key === "n") this.go(top.find((node) => nodes.indexOf(node) > place));
		if (event.key === "p") this.go(top.filter((node) => nodes.indexOf(node) < place).pop());
		if (event.key === "u") this.go(here?.parentElement?.closest(".node"));
		if (event.key === "f") this.fold(here);
		if (event.key === "r") /** @type {HTMLElement | null} */ (here?.querySelector("[data-reply]"))?.click();
	}

	/** Those that can be seen: what is inside a folded branch is passed over. */
	nodes() {
		const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".node")]);
		return all.filter((node) => !node.closest("details.branch:not([open])"));
	}

	/** @param {Element | null | undefined} node */
	go(node) {
		const link = /** @type {HTMLElement | null | undefined} */ (node?.querySelector(".arg-h .no, .tomb a"));
		const goal = /** @type {HTMLElement | null | undefined} */ (link ?? node);
		if (!goal || !node) return this.say("No further argument in this direction.");
		goal.focus();
		node.scrollIntoView({ block: "nearest" });
		const nodes = this.nodes();
		const title = node.querySelector(".arg-h :is(h3, h4, h5, h6)")?.textContent ?? "a tombstone";
		let level = 1;
		for (let up = node.parentElement?.closest(".node"); up; up = up.parentElement?.closest(".node")) level += 1;
		this.say(`${nodes.indexOf(/** @type {HTMLElement} */ (node)) + 1} of ${nodes.length}: ${title}, level ${level}`);
	}

	/** @param {HTMLElement | null} node */
	fold(node) {
		const branch = /** @type {HTMLDetailsElement | null | undefined} */ (node?.querySelector(":scope > details.branch"));
		if (!branch) return this.say("Nothing to fold here.");
		branch.open = !branch.open;
		this.say(branch.open ? "Opened." : "Folded.");
	}

	/** @param {string} text */
	say(text) {
		const live = document.getElementById("live");
		if (live) live.textContent = text;
	}

	help() {
		const dialog = document.createElement("dialog");
		dialog.setAttribute("aria-labelledby", "keys-title");
		const title = document.createElement("h2");
		title.id = "keys-title";
		title.textContent = "Keys on this page";
		const list = document.createElement("dl");
		for (const [key, what] of Object.entries(KEYS)) {
			const name = document.createElement("dt");
			const kbd = document.createElement("kbd");
			kbd.textContent = key;
			name.append(kbd);
			const text = document.createElement("dd");
			text.textContent = what;
			list.append(name, text);
		}
		const button = document.createElement("button");
		button.type = "button";
		button.className = "btn quiet small";
		button.textContent = localStorage.getItem(OFF) ? "Switch the keys on" : "Switch the keys off";
		button.addEventListener("click", () => {
			if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
			else localStorage.setItem(OFF, "1");
			dialog.close();
		});
		const close = document.createElement("button");
		close.type = "button";
		close.className = "btn small";
		close.textContent = "Close";
		close.addEventListener("click", () => dialog.close());
		dialog.addEventListener("close", () => dialog.remove());
		const row = document.createElement("p");
		row.className = "row";
		row.append(button, close);
		dialog.append(title, list, row);
		document.body.append(dialog);
		dialog.showModal();
	}
}

customElements.define("thread-keys", ThreadKeys);
