"use strict";
// Keeps a talk up to date, and puts a picked reply into the answer. Everything works without it.
(() => {
  const EVERY = 4000;
  const live = document.querySelector("[data-talk]");
  const answer = document.querySelector("textarea[name=text]");
  const canned = document.querySelector("[data-canned]");

  const toTheEnd = () => {
    const list = live.querySelector("[data-bubbles]");
    list.scrollTop = list.scrollHeight;
  };
  const atTheEnd = () => {
    const list = live.querySelector("[data-bubbles]");
    return list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  };

  const show = (news) => {
    if (news.state !== live.dataset.state && !(answer && answer.value.trim())) {
      location.reload(); // somebody else has the talk now
      return;
    }
    if (news.html === live.dataset.shown) return;
    const playing = [...live.querySelectorAll("audio")].some((audio) => !audio.paused);
    if (playing) return;
    const follow = atTheEnd();
    live.innerHTML = news.html;
    live.dataset.shown = news.html;
    if (follow) toTheEnd();
  };

  const look = async () => {
    if (!document.hidden) {
      try {
        const news = await fetch(live.dataset.talk, { headers: { Accept: "application/json" } });
        if (news.status === 401) return;
        if (news.ok) show(await news.json());
      } catch {
        // The line is down for a moment; the next look will tell.
      }
    }
    setTimeout(look, EVERY);
  };

  toTheEnd();
  setTimeout(look, EVERY);
  if (canned) {
    canned.addEventListener("change", () => {
      const text = canned.selectedOptions[0].dataset.text;
      if (text) answer.value = answer.value.trim() ? `${answer.value.trim()}\n${text}` : text;
      answer.focus();
    });
  }
})();
