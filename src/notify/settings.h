/*
 * settings: which servers the channels use.  Texts are kept as slices of what was read.
 *
 * All-zero has no channel.  docs/channels.md says what everything means to an operator.
 */
#ifndef VESTIBULE_NOTIFY_SETTINGS_H
#define VESTIBULE_NOTIFY_SETTINGS_H

#include "crypto/crypto.h"
#include "fetch/fetch.h"

struct notify_mail {
    str server;    /* empty: there is no mail */
    uint16_t port; /* 0: the usual one */
    enum fetch_security security;
    bool
        has_security; /* it was said; else STARTTLS, or nothing on this computer itself */
    str user;
    str secret;
    str name; /* of the sender; may be empty */
    str from;
    str authorities;
};

enum { NOTIFY_HEADERS_MAX = 8, NOTIFY_GONE_MAX = 8 };

/* Who passes on text messages, or telephones: an HTTP interface as its operator describes
 * it.  Headers, URL and body are templates (notify/template.h). */
struct notify_gateway {
    str url; /* empty: there is none */
    bool is_get;
    struct fetch_pair headers[NOTIFY_HEADERS_MAX];
    size_t header_count;
    str user;
    str secret;
    str form; /* the body, of one kind or the other */
    str json;
    str answer;                /* what it must hold, with stars for anything */
    str gone[NOTIFY_GONE_MAX]; /* what it holds when there is no such number */
    size_t gone_count;
    str reference;        /* where its name for the letter is, as messages.0.id */
    str reference_behind; /* or the text that stands before it */
    str authorities;
};

enum {
    NOTIFY_HOOKS_MAX = 32,
    NOTIFY_NAME_MAX = 64,
    NOTIFY_SECRETS_MAX = 2, /* the one that is in use, and the next */
    NOTIFY_SECRET_LEAST = 24,
    NOTIFY_SECRET_MOST = 64,
};

/* A program that is told of events, as Standard Webhooks 1.0 says. */
struct notify_hook {
    str name; /* of ours */
    str url;
    str secrets[NOTIFY_SECRETS_MAX]; /* bytes; each signs what is sent */
    size_t secret_count;
    str authorities;
};

struct notify_push {
    str contact; /* whom services can turn to: "mailto:...", "https:..."; empty: no push */
    str authorities;
    struct p256_key key; /* by which they, and browsers, know us */
    bool has_key;
};

struct notify_settings {
    struct notify_mail mail;
    struct notify_gateway text;
    struct notify_gateway voice;
    struct notify_hook *hooks; /* room for NOTIFY_HOOKS_MAX, once there is one */
    size_t hook_count;
    struct notify_push push;
    str heartbeat; /* an URL; may be empty */

    /* Where web pushes and webhooks may go besides to public addresses. */
    struct net_network *allowed;
    size_t allowed_count;
};

/* ---- reading values, each as an operator writes it; ERR_INVALID says what would do ---- */

bool notify_read_server(str value, struct notify_mail *mail, struct err *err) MUST_USE;

/* Read "Name <address>" or an address alone. */
bool notify_read_sender(str value, struct notify_mail *mail, struct err *err) MUST_USE;

/* Read "starttls", "tls" or "none". */
bool notify_read_security(
    str value, struct notify_mail *mail, struct err *err) MUST_USE;

bool notify_read_port(str value, uint16_t *out, struct err *err) MUST_USE;

/* Read https:// or http://, with something behind it and nothing that is no URL. */
bool notify_read_url(str value, str *out, struct err *err) MUST_USE;

/* Read the URL of a gateway; places stand in its query alone. */
bool notify_read_gateway(
    str value, struct notify_gateway *gateway, struct err *err) MUST_USE;

/* Read "GET" or "POST". */
bool notify_read_method(
    str value, struct notify_gateway *gateway, struct err *err) MUST_USE;

/* Read "Name: value". */
bool notify_add_header(
    str value, struct notify_gateway *gateway, struct err *err) MUST_USE;

/* Read a body. */
bool notify_read_form(
    str value, struct notify_gateway *gateway, struct err *err) MUST_USE;
bool notify_read_json(
    str value, struct notify_gateway *gateway, struct err *err) MUST_USE;

bool notify_add_gone(
    str value, struct notify_gateway *gateway, struct err *err) MUST_USE;

/* Begin a webhook of that name. */
bool notify_add_hook(struct arena *arena, str name, struct notify_settings *settings,
    struct err *err) MUST_USE;

/* Take a secret as it is handed out: "whsec_" and Base64. */
bool notify_add_secret(
    struct arena *arena, str value, struct notify_hook *hook, struct err *err) MUST_USE;

/* Find a webhook by its name; NULL when there is none. */
const struct notify_hook *notify_find_hook(
    const struct notify_settings *settings, str name);

/* Read "mailto:desk@hamline.example", or a page of ours. */
bool notify_read_contact(str value, str *out, struct err *err) MUST_USE;

/* Read a network like 10.20.0.0/16, or an address alone. */
bool notify_read_network(str value, struct net_network *out, struct err *err) MUST_USE;

/* Whether nothing is missing and all belongs together. */
bool notify_check_settings(
    const struct notify_settings *settings, struct err *err) MUST_USE;

#endif
