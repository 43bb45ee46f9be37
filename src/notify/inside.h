/*
 * What the channels share: what one of them holds, and how results are made.
 */
#ifndef VESTIBULE_NOTIFY_INSIDE_H
#define VESTIBULE_NOTIFY_INSIDE_H

#include "notify/notify.h"

/* What a channel needs, for the one thread that is in it. */
struct outlet {
    const struct notify_settings *settings;
    struct fetch_client *client;
    struct crypto crypto;
};

struct notify {
    struct notify_settings settings;
    struct outlet outlets[NOTIFY_CHANNELS];
    struct fetch_client *heart;
    _Atomic unsigned holders;
};

/* What a call of notify_send is about. */
struct batch {
    struct arena *arena;
    const struct notify_letter *letters;
    size_t count;
    int64_t now;
    uint32_t deadline_ms;
    struct notify_result *results;
};

/* ---- channels, a row each in notify.c ---- */

/* Whether it is set up. */
bool mail_has(const struct notify_settings *settings);

/* Whether nothing is missing of what is, and all belongs together.  ERR_INVALID. */
bool mail_check(const struct notify_settings *settings, struct err *err) MUST_USE;

/* Fill in what the operator left to us. */
void mail_complete(struct notify_settings *settings);

/* Hand over a batch whose letters can be sent; what is settled already is left alone. */
void mail_send(struct outlet *outlet, const struct batch *batch);

bool text_has(const struct notify_settings *settings);
bool text_check(const struct notify_settings *settings, struct err *err) MUST_USE;
void text_send(struct outlet *outlet, const struct batch *batch);

bool voice_has(const struct notify_settings *settings);
bool voice_check(const struct notify_settings *settings, struct err *err) MUST_USE;
void voice_send(struct outlet *outlet, const struct batch *batch);

bool hook_has(const struct notify_settings *settings);
bool hook_check(const struct notify_settings *settings, struct err *err) MUST_USE;
void hook_send(struct outlet *outlet, const struct batch *batch);

bool push_has(const struct notify_settings *settings);
void push_send(struct outlet *outlet, const struct batch *batch);

/* ---- what they share ---- */

/* How many parts a text message is sent in. */
size_t sms_parts(str words);

/* Write what a text message says, in two parts at most: the link is never cut. */
str sms_write(struct arena *arena, str subject, str link);

/* For how many seconds an answer asks us to wait; 0: it does not. */
int64_t answer_retry_after(const struct fetch_answer *answer, int64_t now);

/* "the webhook answers with status 500" */
str answer_status(struct arena *arena, str who, unsigned status);

/* Whether it is https, or http to this computer itself.  ERR_INVALID. */
bool address_require_safe(str url, struct err *err) MUST_USE;

/* Whether it is a name that an operator gives: small letters, digits, dashes. */
bool address_is_name(str name);

/* Whether the host of an URL, or a server, is this computer itself, by its name. */
bool address_is_here(str host);

/* Add a byte as its mark and two hexadecimal digits: "=3D", "%3D". */
void escape_add(struct text *out, char mark, char byte);

/* ---- web push ---- */

enum { PUSH_SECRET_BYTES = 16, PUSH_SALT_BYTES = 16 };

/* A subscription: where a browser's messages go, and who can read them. */
struct push_target {
    str endpoint;
    str origin;      /* of its server: "https://push.example" */
    str host;        /* "push.example" */
    int64_t ends_at; /* 0: when the browser says so */
    uint8_t point[P256_POINT_BYTES];
    uint8_t secret[PUSH_SECRET_BYTES];
};

/* Read one.  ERR_INVALID. */
bool push_read_target(
    struct arena *arena, str json, struct push_target *out, struct err *err) MUST_USE;

/* What serves for one message only. */
struct push_once {
    struct p256_key key;
    uint8_t salt[PUSH_SALT_BYTES];
};

/* Encrypt `text`, with zeros behind it up to `padded` bytes, for that browser alone.
 * False: its point is none. */
bool push_seal(struct arena *arena, const struct crypto *crypto,
    const struct push_target *target, const struct push_once *once, str text,
    size_t padded, str *out) MUST_USE;

/* ---- addresses ---- */

/* Whether it names a language: "en", "es-419". */
bool address_is_language(str language);

/* Whether it is the name of a server, or its address without brackets. */
bool address_is_server(str server);

/* Whether it is a mail address: of ASCII, and nothing that quotes or comments. */
bool address_is_mail(str address);

/* The domain of a mail address. */
str address_domain(str address);

#endif
