/* Passkey and security-key ceremonies without Kratos' script; errors in the words of this element's data-*. */
(() => {
  "use strict";

  const text = {
    failed: "That didn’t work. Try again.",
    nameNeeded: "Enter a name for the key first.",
    ...document.currentScript.dataset,
  };

  const AUTOFILL = "oryPasskeyLoginAutocompleteInit";
  // method, fields of options and result
  const CEREMONIES = {
    oryWebAuthnLogin: ["get", "webauthn_login_trigger", "webauthn_login"],
    oryWebAuthnRegistration: ["create", "webauthn_register_trigger", "webauthn_register"],
    oryPasskeyLogin: ["get", "passkey_challenge", "passkey_login"],
    [AUTOFILL]: ["get", "passkey_challenge", "passkey_login"],
    oryPasskeyRegistration: ["create", "passkey_create_data", "passkey_register"],
    oryPasskeySettingsRegistration: ["create", "passkey_create_data", "passkey_settings_register"],
  };

  const all = (selector) => document.querySelectorAll(selector);
  const find = (form, name) => form.querySelector(`[name=${CSS.escape(name)}]`);
  const decode = (string) =>
    Uint8Array.from(atob(string.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

  let busy = false;
  let autofill; // the waiting request

  function say(form, message, id) {
    let box = form.querySelector("[data-trigger-error]");
    if (!box) {
      box = document.createElement("div");
      box.className = "alert alert--error";
      box.setAttribute("role", "alert");
      box.dataset.triggerError = "";
      box.append(document.createElement("p"));
      form.prepend(box);
    }
    box.hidden = !message;
    const line = box.querySelector("p") || box;
    line.textContent = message;
    line.dataset.testid = id ? `ui/message/${id}` : ""; // Kratos says the same
    if (message) box.scrollIntoView({ block: "nearest" });
  }

  const WORDS = {
    NotAllowedError: "cancelled",
    InvalidStateError: "registered",
    SecurityError: "insecure",
    NotSupportedError: "unsupported",
    ConstraintError: "unsupported",
  };

  function readOptions(form, source) {
    const data = JSON.parse(find(form, source).value);
    const { publicKey } = data.credentialOptions || data;
    publicKey.challenge = decode(publicKey.challenge);
    if (publicKey.user) {
      publicKey.user.id = decode(publicKey.user.id);
      const name = data.displayNameFieldName && find(form, data.displayNameFieldName)?.value;
      if (name) publicKey.user.name = publicKey.user.displayName = name;
    }
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      publicKey[list] = (publicKey[list] || []).map((item) => ({ ...item, id: decode(item.id) }));
    }
    return publicKey;
  }

  function toJSON({ id, rawId, type, response }) {
    const fields = {};
    for (const key of ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"]) {
      if (key in response) fields[key] = encode(response[key]); // userHandle may be null: ""
    }
    return JSON.stringify({ id, rawId: encode(rawId), type, response: fields });
  }

  async function perform([method, source, target], form, how) {
    const publicKey = readOptions(form, source);
    const wanted = publicKey.authenticatorSelection;
    // Firefox on Linux is no authenticator itself, and would refuse at once
    if (wanted && !(await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) {
      delete wanted.authenticatorAttachment;
    }
    const began = Date.now();
    try {
      find(form, target).value = toJSON(await navigator.credentials[method]({ publicKey, ...how }));
    } catch (error) {
      // a timeout and a refusal have the name of a cancel
      const took = Date.now() - began;
      if (error.name === "NotAllowedError" && took < 300) throw "failed"; // nobody is that quick
      throw took >= publicKey.timeout ? "timeout" : WORDS[error.name];
    }
    busy = true;
    form.submit(); // Kratos takes the method whose result is filled
  }

  // Kratos would complain after the key was made.
  function complete(form) {
    for (const input of form.elements) {
      if (input.name.startsWith("traits.") && !input.reportValidity()) return false;
    }
    const name = document.body.dataset.flow === "settings" && find(form, "webauthn_register_displayname");
    if (!name || name.value.trim()) return true;
    say(form, text.nameNeeded, 4000002);
    name.setAttribute("aria-invalid", "true");
    name.addEventListener("input", () => name.removeAttribute("aria-invalid"), { once: true });
    name.focus();
    return false;
  }

  async function foreign(name) {
    if (!/^_*ory\w+$/.test(name)) return;
    for (let tries = 0; tries < 50 && !window[name]; tries++) await new Promise((done) => setTimeout(done, 100));
    window[name]();
  }

  async function press(button) {
    const { form } = button;
    const name = button.dataset.trigger;
    const ceremony = CEREMONIES[name];
    if (busy) return;
    say(form, "");
    if (ceremony?.[0] === "create" && !complete(form)) return;
    busy = true;
    button.setAttribute("aria-disabled", "true");
    try {
      await stopAutofill();
      if (ceremony) return await perform(ceremony, form);
      await foreign(name);
    } catch (error) {
      say(form, text[error] || text.failed);
    }
    busy = false;
    button.removeAttribute("aria-disabled");
    button.focus({ preventScroll: true });
    startAutofill();
  }

  async function startAutofill() {
    const { form } = document.querySelector(`[data-trigger-load=${AUTOFILL}]`) || {};
    const identifier = form && find(form, "identifier");
    if (!identifier || identifier.type === "hidden" || window.Cypress) return; // its authenticator answers at once
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.()) || busy || autofill) return;
    identifier.autocomplete = "username webauthn"; // else not offered
    const controller = new AbortController();
    const ended = perform(CEREMONIES[AUTOFILL], form, { mediation: "conditional", signal: controller.signal });
    autofill = { controller, ended: ended.catch(() => {}).then(() => (autofill = null)) };
  }

  // A second request would be refused.
  async function stopAutofill() {
    autofill?.controller.abort();
    await autofill?.ended;
  }

  // Enter without a submit button would send no method.
  document.addEventListener("keydown", (event) => {
    const { form } = event.target;
    if (event.key !== "Enter" || event.isComposing || !form || !event.target.matches("input")) return;
    const button = form.querySelector("[data-trigger]");
    if (!button || form.querySelector("[type=submit], button:not([type])")) return;
    event.preventDefault();
    if (!button.hidden) button.click();
  });

  const able = window.PublicKeyCredential; // on safe addresses only
  all(able ? "[data-trigger]" : "[data-trigger-unsupported]").forEach((element) => (element.hidden = false));
  if (!able) return;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-trigger]");
    if (button?.form) press(button);
  });
  all("[data-trigger-load]").forEach(({ dataset }) => {
    if (!CEREMONIES[dataset.triggerLoad]) foreign(dataset.triggerLoad).catch(() => {});
  });
  // On the way back an old result is worth nothing.
  addEventListener("pageshow", () => {
    for (const [, , target] of Object.values(CEREMONIES)) {
      document.getElementsByName(target).forEach((input) => (input.value = ""));
    }
    startAutofill();
  });
  addEventListener("pagehide", stopAutofill);
})();
