// @ts-check
// Moves through the replay without a new page: the figures of every step stand in the table already. Without script
// the same slider is a form, and the links before and after it lead on.

class ReplaySlider extends HTMLElement {
	connectedCallback() {
		this.range = /** @type {HTMLInputElement | null} */ (this.querySelector("input[type=range]"));
		if (!this.range) return;
		this.querySelector("form button")?.remove(); // the figures follow the slider at once
		this.range.addEventListener("input", () => this.show(Number(this.range?.value)));
		this.addEventListener("click", (event) => this.follow(event));
		this.range.form?.addEventListener("submit", (event) => event.preventDefault());
	}

	/** A link to a step, before, after or in the picture, moves the slider instead. @param {MouseEvent} event */
	follow(event) {
		const link = /** @type {Element} */ (event.target).closest("a[href^='?at=']");
		if (!link || !this.range || event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		this.range.value = link.getAttribute("href")?.slice(4) ?? "";
		this.show(Number(this.range.value));
	}

	/** @param {number} step */
	show(step) {
		const row = this.querySelector(`tr[data-row="${step}"]`);
		if (!row || !this.range) return;
		for (const slot of this.querySelectorAll("[data-slot]")) {
			const cell = row.querySelector(`[data-cell="${slot.getAttribute("data-slot")}"]`);
			slot.replaceChildren(...(cell?.cloneNode(true).childNodes ?? []));
		}
		for (const dot of this.querySelectorAll("circle[data-step]")) {
			dot.setAttribute("r", dot.getAttribute("data-step") === String(step) ? "6" : "2.5");
		}
		const column = this.querySelector(`a[data-to="${step}"] rect`);
		const middle = Number(column?.getAttribute("x")) + Number(column?.getAttribute("width")) / 2;
		for (const bar of this.querySelectorAll("rect[data-mark]")) {
			bar.setAttribute("x", String(middle - Number(bar.getAttribute("width")) / 2));
		}
		this.turn("prev", step - 1);
		this.turn("next", step + 1);
		this.range.setAttribute("aria-valuetext", row.getAttribute("data-said") ?? "");
		history.replaceState(null, "", `?at=${step}`);
		this.announce(row);
	}

	/** @param {string} way @param {number} step */
	turn(way, step) {
		const link = this.querySelector(`a[rel=${way}]`);
		if (this.querySelector(`tr[data-row="${step}"]`)) {
			link?.setAttribute("href", `?at=${step}`);
			link?.removeAttribute("aria-disabled");
		} else {
			link?.removeAttribute("href");
			link?.setAttribute("aria-disabled", "true");
		}
	}

	/** Once the slider rests, so that a drag is not read out step by step. @param {Element} row */
	announce(row) {
		clearTimeout(this.rest);
		this.rest = setTimeout(() => {
			const live = document.getElementById("live");
			const words = ["agree", "stand"].map((cell) => row.querySelector(`[data-cell=${cell}]`)?.textContent?.trim());
			if (live) live.textContent = `${row.getAttribute("data-said")}. Agreement: ${words[0]}. Standing: ${words[1]}.`;
		}, 400);
	}
}

customElements.define("replay-slider", ReplaySlider);
