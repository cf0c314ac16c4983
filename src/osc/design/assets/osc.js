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

// field, buttons, presets and slider are four ways to the same amount; the server says what it means
for (const form of all("form[data-amount]")) {
  const field = form.querySelector("#amount"), slider = form.querySelector("#slider");
  const low = Number(slider.min), high = Number(slider.max);
  const typed = () => Number(field.value.replace(/[.\s€]/g, "").replace(",", "."));
  const follow = () => {
    const amount = typed();
    if (Number.isFinite(amount)) slider.value = amount;
    slider.style.setProperty("--pos", `${((slider.value - low) / (high - low)) * 100}%`);
    slider.setAttribute("aria-valuetext", `${slider.value} Euro`);
    for (const preset of form.querySelectorAll("[data-set]")) {
      if (Number(preset.dataset.set) === amount) preset.setAttribute("aria-current", "true");
      else preset.removeAttribute("aria-current");
    }
  };
  const choose = (amount) => {
    field.value = String(amount).replace(".", ",");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const hidden of form.querySelectorAll("[data-step], .slider")) hidden.hidden = false;
  for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;
  slider.addEventListener("input", (event) => { event.stopPropagation(); choose(Number(slider.value)); });
  field.addEventListener("input", follow);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step], [data-set]");
    if (!button) return;
    event.preventDefault();
    const next = button.dataset.set ? Number(button.dataset.set) : typed() + Number(button.dataset.step);
    choose(button.dataset.set ? next : Math.min(Math.max(next, low), high));
  });
  follow();
}

// the server judges what is typed; this asks it a little earlier
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
      if (turn !== latest) return;
      panel.innerHTML = html;
      // what the answer says about other places of the page
      for (const word of panel.querySelectorAll("[data-says]")) {
        document.getElementById(word.dataset.says).textContent = word.textContent;
      }
    } catch { /* offline: the check page says it anyway */ }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, form.dataset.wait || 500); });
  panel.addEventListener("click", (event) => {
    const fix = event.target.closest("[data-take]");
    if (!fix) return;
    const input = document.getElementById(fix.dataset.into);
    input.value = fix.dataset.take;
    input.focus();
    ask();
  });
}
