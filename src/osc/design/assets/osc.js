// Progressive only: every page works without this file.
const all = (selector) => document.querySelectorAll(selector);

document.querySelector(".summary")?.focus();

// show and hide a password
for (const button of all("[data-shows]")) {
  const input = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
    button.textContent = show ? button.dataset.hide : button.dataset.show;
    input.focus();
  });
}

// the date field belongs to "another day"
for (const box of all("[data-opens-with]")) {
  const radio = document.getElementById(box.dataset.opensWith);
  const follow = () => { box.hidden = !radio.checked; };
  for (const other of all(`input[name="${radio.name}"]`)) other.addEventListener("change", follow);
  follow();
}

// the server judges the reading; this asks it a little earlier
for (const form of all("form[data-judge]")) {
  const panel = form.querySelector("[data-panel]");
  let timer, latest = 0;
  const ask = async () => {
    const turn = ++latest;
    const data = new URLSearchParams(new FormData(form));
    data.delete("csrfmiddlewaretoken");
    try {
      const answer = await fetch(`${form.dataset.judge}?${data}`, { headers: { "X-Requested-With": "fetch" } });
      const html = answer.ok ? await answer.text() : "";
      if (turn === latest) panel.innerHTML = html;
    } catch { /* offline: the check page says it anyway */ }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 500); });
  panel.addEventListener("click", (event) => {
    const fix = event.target.closest("[data-take]");
    if (!fix) return;
    const input = document.getElementById(fix.dataset.into);
    input.value = fix.dataset.take;
    input.focus();
    ask();
  });
}
