// Comfort only: a button that copies a citation. Without this file the text can be marked and copied by hand.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  if (!field || !said) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied";
    } catch {
      // Without a secure connection the clipboard is closed; the text is marked, so that Ctrl+C copies it.
      said.textContent = "Marked: press Ctrl and C";
    }
  });
}
