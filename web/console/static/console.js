"use strict";
// Keeps the badges up to date, and a button from being tapped twice. Everything works without it.
(() => {
  const EVERY = 20000;
  const address = document.body.dataset.count;
  const badge = document.querySelector("[data-new]");
  const arrived = document.querySelector("[data-arrived]");
  const unheard = document.querySelector("[data-unheard]");
  const due = document.querySelector("[data-due]");
  const elsewhere = document.querySelector("[data-else]");
  const title = document.title;
  let before = null;

  const show = (counts) => {
    badge.textContent = counts.new;
    badge.hidden = counts.new === 0;
    document.title = counts.new ? `(${counts.new}) ${title}` : title;
    for (const pile of document.querySelectorAll("[data-pile]")) pile.textContent = counts[pile.dataset.pile];
    if (unheard) unheard.hidden = counts.unheard === 0;
    if (due) due.hidden = counts.checks === 0;
    for (const badge of document.querySelectorAll("[data-badge]")) {
      const number = counts[badge.dataset.badge] || 0;
      badge.textContent = number > 99 ? "99+" : number;
      badge.hidden = number === 0;
    }
    for (const notice of document.querySelectorAll("[data-waits]")) notice.hidden = !counts[notice.dataset.waits];
    // On a phone the menu is folded: a mark says that something waits in it.
    if (elsewhere) elsewhere.hidden = !["talks", "unheard", "checks", "held", "misses", "tasks", "ending", "undone"].some((name) => counts[name]);
    if (before !== null && counts.new > before) arrived.hidden = false;
    before = counts.new;
  };

  const look = async () => {
    if (!document.hidden || before === null) {
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        if (answer.status === 401) return;
        if (answer.ok) show(await answer.json());
      } catch {
        // The line is down for a moment; the next look will tell.
      }
    }
    setTimeout(look, EVERY);
  };
  if (address) look();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

  // A page that comes back from the history must be usable again.
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
