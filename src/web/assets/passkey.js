// A passkey: the browser is asked for it, and what it says is sent as any other form.
// What it has to sign came with the page; once that is old, it is fetched anew.

const form = document.getElementById("passkey");
const came = Date.now();
const FRESH = 4 * 60 * 1000;

const bytes = text => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = () => form.dataset.known.split(" ").filter(id => id !== "")
    .map(id => ({type: "public-key", id: bytes(id)}));

// Only where anybody comes in: elsewhere a page is made for one moment.
async function challenge() {
    if (Date.now() - came > FRESH && "alone" in form.dataset) {
        const answer = await fetch("/sign-in", {cache: "no-store"});
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        form.dataset.challenge = page.getElementById("passkey").dataset.challenge;
    }
    return bytes(form.dataset.challenge);
}

async function make() {
    const {host, user, login, person} = form.dataset;
    const made = await navigator.credentials.create({publicKey: {
        challenge: await challenge(),
        rp: {id: host, name: "Vestibule"},
        user: {id: bytes(user), name: login, displayName: person},
        pubKeyCredParams: [-7, -8, -257].map(alg => ({type: "public-key", alg})),
        authenticatorSelection: {residentKey: "preferred", userVerification: "preferred"},
        excludeCredentials: known(),
        attestation: "none",
    }});
    return {made, data: made.response.getAuthenticatorData(), signature: new ArrayBuffer(0)};
}

async function use() {
    const made = await navigator.credentials.get({publicKey: {
        challenge: await challenge(),
        rpId: form.dataset.host,
        allowCredentials: known(),
        userVerification: "alone" in form.dataset ? "required" : "discouraged",
    }});
    return {made, data: made.response.authenticatorData, signature: made.response.signature};
}

async function send() {
    const {made, data, signature} = await ("new" in form.dataset ? make() : use());
    form.elements.id.value = text(made.rawId);
    form.elements["client-data"].value = text(made.response.clientDataJSON);
    form.elements.data.value = text(data);
    form.elements.signature.value = text(signature);
    form.submit();
}

if (window.PublicKeyCredential && location.origin === form.dataset.origin) {
    form.hidden = false;
    document.getElementById("no-passkey")?.remove();
    form.addEventListener("submit", event => {
        event.preventDefault();
        const said = form.querySelector("[role=status]");
        said.textContent = "";
        send().catch(error => {
            said.textContent = error.name === "InvalidStateError"
                ? form.dataset.knownAlready : form.dataset.failed;
        });
    });
}
