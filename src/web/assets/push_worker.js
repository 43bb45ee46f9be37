// What a browser does with a message of ours: show it, always, since one that shows none is
// told no more; and open its link once it is clicked, if it is one of ours.  ASSETS stands
// before this.

function read(data) {
    try {
        return data.json().notification ?? {};
    } catch {
        return {};
    }
}

async function show({title, body, lang, dir, tag, navigate, requireInteraction = true}) {
    await self.registration.showNotification(title || "Vestibule", {
        body, lang, dir, tag, requireInteraction,
        icon: `${ASSETS}icon-192.png`,
        data: {navigate},
    });
}

// A browser may end a subscription by itself; nothing would be told any more, so that is.
async function ended() {
    const words = await (await caches.match("/account/push/ended"))?.json();
    await show({...words, tag: "ended", navigate: `${location.origin}/account/push`});
}

// An answer to a call, or what is switched on here, on this server; from anything else only
// the first page is opened.
function target(navigate) {
    try {
        const url = new URL(navigate);
        if (url.origin === location.origin &&
            (url.pathname.startsWith("/calls/") || url.pathname === "/account/push"))
            return url.href;
    } catch {
        // There is no link.
    }
    return `${location.origin}/`;
}

async function open(url) {
    for (const page of await self.clients.matchAll({type: "window", includeUncontrolled: true}))
        if (page.url === url)
            return page.focus();
    return self.clients.openWindow(url);
}

self.addEventListener("install", () => { self.skipWaiting(); });
self.addEventListener("push", event => { event.waitUntil(show(read(event.data))); });
self.addEventListener("pushsubscriptionchange", event => { event.waitUntil(ended()); });
self.addEventListener("notificationclick", event => {
    event.notification.close();
    event.waitUntil(open(target(event.notification.data?.navigate)));
});
