// Pages are complete without this: it copies a text. On a telephone a reply is more often pasted into an e-mail than
// opened as a file, so copying is then the first and filled button.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = document.getElementById("kopiert");
  if (!navigator.clipboard || !field) continue;
  button.hidden = false;
  const main = button.parentElement.querySelector("button.main");
  if (main && matchMedia("(max-width: 767px)").matches) {
    main.classList.remove("main");
    button.classList.add("main");
    button.parentElement.prepend(button);
  }
  button.addEventListener("click", async () => {
    told.textContent = "";
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = button.dataset.done;
    } catch {
      // The browser does not let us: the text is marked, and copied with its own command.
      field.focus();
      field.select();
    }
  });
}
