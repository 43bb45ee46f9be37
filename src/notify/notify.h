/*
 * notify: hand letters to people by mail, text message, telephone call, web push or
 * webhook, and say what came of each.
 *
 * A channel is a protocol and a server that DIR/channels.conf names.  Nothing is kept
 * here: who calls remembers what was handed over, and asks again, with the same key,
 * for what was not.  Each channel has a client of its own, so one that hangs holds up
 * no other; nor does one letter another.
 *
 * May include base, json, net, crypto, fetch.
 */
#ifndef VESTIBULE_NOTIFY_H
#define VESTIBULE_NOTIFY_H

#include "base/base.h"
#include "crypto/crypto.h"
#include "fetch/fetch.h"
#include "notify/settings.h"

enum notify_channel {
    NOTIFY_MAIL,
    NOTIFY_TEXT,  /* a message to a telephone */
    NOTIFY_VOICE, /* a call to one */
    NOTIFY_PUSH,  /* to a browser */
    NOTIFY_HOOK,  /* to a program */
    NOTIFY_CHANNELS
};

/* "mail", "text", "voice", "push", "webhook". */
str notify_channel_name(enum notify_channel channel);
bool notify_channel_find(str name, enum notify_channel *out);

enum { NOTIFY_LETTERS_MAX = 64, NOTIFY_KEY_MAX = 64, NOTIFY_WORDS_MAX = 16 * 1024 };

struct notify_letter {
    enum notify_channel channel;
    str to;  /* a mail address; a telephone number (+16515550100); a subscription to web
                    push, the JSON of PushSubscription.toJSON(); the name of a webhook */
    str key; /* of this letter, the same at every try: letters, digits, "-_.:" */
    str topic;       /* what a webhook calls it: "callout.step" */
    str about;       /* an ID that says nothing: a webhook is told that and the link */
    str subject;     /* one line */
    str words;       /* plain text, in UTF-8 as all of this */
    str link;        /* to answer by, or of a webhook to look at; may be empty */
    str language;    /* of the words: "en", "es"; may be empty */
    int64_t written; /* when: seconds since 1970 */
    int64_t lives;   /* for so many seconds it is of use */
    bool urgent;
};

enum notify_state {
    NOTIFY_LATER, /* not now, or nobody knows: try again */
    NOTIFY_HANDED,
    NOTIFY_NEVER, /* trying again is of no use */
};

struct notify_result {
    enum notify_state state;
    bool gone;           /* the address is dead: use it no more */
    int64_t retry_after; /* seconds that the other side asked for; 0: it did not say */
    str reference;       /* what the other side knows it by; may be empty */
    str why;             /* a sentence for people, without secrets and addresses */
};

/* Whether something can be an address of that channel.  ERR_INVALID says what would do.
 * Of webhooks it is not known here which there are. */
bool notify_check_address(
    enum notify_channel channel, str to, struct err *err) MUST_USE;

/* Read what a browser gave as its subscription (PushSubscription.toJSON()), and write it in
 * the one form that is kept, with nothing else in it.  ERR_INVALID: it is none, or leads
 * nowhere. */
bool notify_read_subscription(
    struct arena *arena, str json, str *out, struct err *err) MUST_USE;

/* Be ready for the channels of these settings, which must outlive it, as must `arena`.
 * ERR_INVALID: the settings disagree with themselves; ERR_IO. */
struct notify *notify_open(struct arena *arena, const struct notify_settings *settings,
    struct err *err) MUST_USE;

/* Hold it while another thread may be in it; whoever wants to close it waits until nobody
 * does.  For any thread. */
void notify_hold(struct notify *notify);
void notify_let_go(struct notify *notify);
bool notify_is_held(const struct notify *notify);

/* Accepts NULL. */
void notify_close(struct notify *notify);

/* Whether the settings have the channel at all. */
bool notify_has(const struct notify *notify, enum notify_channel channel);

/* Whether they have a webhook of that name. */
bool notify_has_hook(const struct notify *notify, str name);

/* The key that browsers subscribe by, in base64url; empty without web push. */
str notify_push_key(const struct notify *notify, struct arena *arena);

/*
 * Hand over `count` letters, all of one channel, NOTIFY_LETTERS_MAX at most, side by side;
 * returns when all are settled, after `deadline_ms` at the latest, when the rest is
 * NOTIFY_LATER.  `now` is the time that is told the other side.  One thread a channel may
 * be in here at the same time, each with an arena of its own, where results live.
 */
void notify_send(struct notify *notify, struct arena *arena,
    const struct notify_letter *letters, size_t count, int64_t now,
    uint32_t deadline_ms, struct notify_result *results);

/* Whether there is an address outside that watches whether we live. */
bool notify_has_heart(const struct notify *notify);

/* Ask it; true when there is none.  For one thread, beside those of notify_send.  ERR_IO. */
bool notify_beat(struct notify *notify, struct arena *arena, uint32_t deadline_ms,
    struct err *err) MUST_USE;

#endif
