// @ts-check
// A button that folds or opens all branches; each branch is a <details> that folds without it.

class FoldAll extends HTMLElement {
	connectedCallback() {
		const button = document.createElement("button");
		button.type = "button";
		button.className = "plain";
		button.textContent = "Fold all";
		button.addEventListener("click", () => {
			const branches = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.branch"));
			const open = button.textContent !== "Fold all";
			for (const branch of branches) branch.open = open;
			button.textContent = open ? "Fold all" : "Open all";
		});
		this.append(button);
	}
}

customElements.define("fold-all", FoldAll);
