// @ts-check
// A button that copies the address of this page. Without script the address bar does the same.

class CopyLink extends HTMLElement {
	connectedCallback() {
		if (!navigator.clipboard) return; // not offered on plain http
		const button = document.createElement("button");
		button.type = "button";
		button.className = "btn quiet small";
		button.textContent = "Copy the link";
		button.addEventListener("click", async () => {
			const live = document.getElementById("live");
			try {
				await navigator.clipboard.writeText(this.getAttribute("href") ?? location.href);
				button.textContent = "Copied";
				if (live) live.textContent = "The link was copied.";
			} catch {
				if (live) live.textContent = "The browser did not let us copy. The address bar holds the link.";
			}
		});
		this.append(button);
	}
}

customElements.define("copy-link", CopyLink);
