// Passkeys need a script: their buttons stay hidden where it, the browser or the host name does not fit.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const readable = (options) => {
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  for (const list of [options.allowCredentials, options.excludeCredentials]) {
    for (const each of list ?? []) each.id = toBytes(each.id);
  }
  return options;
};

const sendable = ({ id, rawId, type, response }) => {
  const fields = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) fields[name] = toText(response[name]);
  }
  return JSON.stringify({ id, rawId: toText(rawId), type, response: fields, clientExtensionResults: {} });
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || location.hostname !== form.dataset.site) continue;
  form.hidden = false;
  const says = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    const answer = form.elements.namedItem("passkey");
    if (answer.value) return;
    event.preventDefault();
    try {
      const headers = { "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value };
      const asked = await fetch(form.dataset.passkey, { method: "POST", headers });
      const publicKey = readable(await asked.json());
      const given = await navigator.credentials[publicKey.user ? "create" : "get"]({ publicKey });
      answer.value = sendable(given);
      form.submit();
    } catch {
      says.textContent = form.dataset.failed ?? "";
    }
  });
}
