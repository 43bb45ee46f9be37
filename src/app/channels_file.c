/*
 * The words of channels.conf, and where their values go.
 */
#include "app/channels_file.h"

#include "app/conf.h"
#include "app/push_key.h"

/* The parts of the file, a bit each; a word that several have has a row for each. */
enum { MAIL = 1, HOOK = 2, PUSH = 4, GATEWAY = 8 };

struct reader {
    struct arena *arena;
    str directory;
    const struct channels_secrets *secrets;
    struct notify_settings *out;
    size_t allowed_room;
    struct notify_gateway *gateway; /* that was begun last */
};

/* ---- mail ---- */

static bool read_mail(void *into, str value, struct err *err)
{
    struct reader *r = into;

    if (r->out->mail.server.len > 0)
        return err_set(err, ERR_INVALID, STR("there is a mail server above"));
    return notify_read_server(value, &r->out->mail, err);
}

static bool read_mail_port(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_port(value, &r->out->mail.port, err);
}

static bool read_mail_from(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_sender(value, &r->out->mail, err);
}

static bool read_mail_security(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_security(value, &r->out->mail, err);
}

static bool read_mail_user(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    r->out->mail.user = value;
    return true;
}

static bool read_mail_secret(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return r->secrets->read(r->secrets->context, value, &r->out->mail.secret, err);
}

static bool read_mail_authorities(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    r->out->mail.authorities = conf_path(r->arena, r->directory, value);
    return true;
}

/* ---- a gateway ---- */

static bool read_text(void *into, str value, struct err *err)
{
    struct reader *r = into;

    r->gateway = &r->out->text;
    return notify_read_gateway(value, r->gateway, err);
}

static bool read_voice(void *into, str value, struct err *err)
{
    struct reader *r = into;

    r->gateway = &r->out->voice;
    return notify_read_gateway(value, r->gateway, err);
}

static bool read_method(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_method(value, r->gateway, err);
}

static bool read_header(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_add_header(value, r->gateway, err);
}

static bool read_form(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_form(value, r->gateway, err);
}

static bool read_json(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_json(value, r->gateway, err);
}

static bool read_gone(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_add_gone(value, r->gateway, err);
}

static bool read_answer(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    r->gateway->answer = value;
    return true;
}

static bool read_reference(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    r->gateway->reference = value;
    return true;
}

static bool read_reference_behind(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    r->gateway->reference_behind = value;
    return true;
}

static bool read_gateway_user(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    r->gateway->user = value;
    return true;
}

static bool read_gateway_secret(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return r->secrets->read(r->secrets->context, value, &r->gateway->secret, err);
}

static bool read_gateway_authorities(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    r->gateway->authorities = conf_path(r->arena, r->directory, value);
    return true;
}

/* ---- a webhook ---- */

static struct notify_hook *last_hook(const struct reader *r)
{
    return &r->out->hooks[r->out->hook_count - 1];
}

static bool read_hook(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_add_hook(r->arena, value, r->out, err);
}

static bool read_hook_url(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_url(value, &last_hook(r)->url, err);
}

static bool read_hook_secret(void *into, str value, struct err *err)
{
    struct reader *r = into;
    str secret;

    return r->secrets->read(r->secrets->context, value, &secret, err) &&
        notify_add_secret(r->arena, secret, last_hook(r), err);
}

static bool read_hook_authorities(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    last_hook(r)->authorities = conf_path(r->arena, r->directory, value);
    return true;
}

/* ---- web push ---- */

static bool read_push(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_contact(value, &r->out->push.contact, err);
}

static bool read_push_authorities(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    r->out->push.authorities = conf_path(r->arena, r->directory, value);
    return true;
}

static bool find_push_key(const struct reader *r, struct err *err)
{
    struct notify_push *push = &r->out->push;

    push->has_key = push->contact.len > 0 && r->secrets->push_key != NULL;
    return !push->has_key || r->secrets->push_key(r->secrets->context, &push->key, err);
}

/* ---- words that stand for themselves ---- */

static bool read_heartbeat(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return notify_read_url(value, &r->out->heartbeat, err);
}

static bool read_allowed(void *into, str value, struct err *err)
{
    struct reader *r = into;
    struct notify_settings *out = r->out;

    out->allowed = arena_grow(r->arena, out->allowed, out->allowed_count,
        &r->allowed_room, sizeof(*out->allowed));
    return notify_read_network(value, &out->allowed[out->allowed_count++], err);
}

/* clang-format off */
static const struct conf_word words[] = {
    {STR_INIT("heartbeat"),        read_heartbeat,           0,       0,       false},
    {STR_INIT("allow-private"),    read_allowed,             0,       0,       true},

    {STR_INIT("mail"),             read_mail,                MAIL,    0,       true},
    {STR_INIT("port"),             read_mail_port,           0,       MAIL,    false},
    {STR_INIT("security"),         read_mail_security,       0,       MAIL,    false},
    {STR_INIT("from"),             read_mail_from,           0,       MAIL,    false},
    {STR_INIT("user"),             read_mail_user,           0,       MAIL,    false},
    {STR_INIT("secret-file"),      read_mail_secret,         0,       MAIL,    false},
    {STR_INIT("authorities"),      read_mail_authorities,    0,       MAIL,    false},

    {STR_INIT("text"),             read_text,                GATEWAY, 0,       true},
    {STR_INIT("voice"),            read_voice,               GATEWAY, 0,       true},
    {STR_INIT("method"),           read_method,              0,       GATEWAY, false},
    {STR_INIT("header"),           read_header,              0,       GATEWAY, true},
    {STR_INIT("form"),             read_form,                0,       GATEWAY, false},
    {STR_INIT("json"),             read_json,                0,       GATEWAY, false},
    {STR_INIT("answer"),           read_answer,              0,       GATEWAY, false},
    {STR_INIT("gone"),             read_gone,                0,       GATEWAY, true},
    {STR_INIT("reference"),        read_reference,           0,       GATEWAY, false},
    {STR_INIT("reference-behind"), read_reference_behind,    0,       GATEWAY, false},
    {STR_INIT("user"),             read_gateway_user,        0,       GATEWAY, false},
    {STR_INIT("secret-file"),      read_gateway_secret,      0,       GATEWAY, false},
    {STR_INIT("authorities"),      read_gateway_authorities, 0,       GATEWAY, false},

    {STR_INIT("webhook"),          read_hook,                HOOK,    0,       true},
    {STR_INIT("url"),              read_hook_url,            0,       HOOK,    false},
    {STR_INIT("secret-file"),      read_hook_secret,         0,       HOOK,    true},
    {STR_INIT("authorities"),      read_hook_authorities,    0,       HOOK,    false},

    {STR_INIT("push"),             read_push,                PUSH,    0,       false},
    {STR_INIT("authorities"),      read_push_authorities,    0,       PUSH,    false},
};
/* clang-format on */

bool channels_file_parse(struct arena *arena, str directory, str source,
    const struct channels_secrets *secrets, struct notify_settings *out,
    struct err *err)
{
    struct reader r = {
        .arena = arena, .directory = directory, .secrets = secrets, .out = out};
    struct conf conf = {.path = conf_path(arena, directory, STR("channels.conf")),
        .manual = STR("docs/channels.md"),
        .words = words,
        .word_count = COUNT_OF(words),
        .into = &r};

    *out = (struct notify_settings){0};
    return conf_read(&conf, source, err) && find_push_key(&r, err) &&
        (notify_check_settings(out, err) || err_while(err, conf.path));
}

/* ---- from DIR ---- */

struct folder {
    struct arena *arena;
    str directory;
};

static bool secret_in(void *context, str name, str *out, struct err *err)
{
    struct folder *folder = context;

    return conf_read_secret(folder->arena, folder->directory, name, out, err);
}

static bool push_key_in(void *context, struct p256_key *out, struct err *err)
{
    struct folder *folder = context;

    return push_key_open(folder->arena, folder->directory, out, err);
}

bool channels_file_read(
    struct arena *arena, str directory, struct notify_settings *out, struct err *err)
{
    struct folder folder = {arena, directory};
    struct channels_secrets secrets = {secret_in, &folder, push_key_in};
    str source = {0};

    return conf_read_file(arena, conf_path(arena, directory, STR("channels.conf")),
               &source, err) &&
        channels_file_parse(arena, directory, source, &secrets, out, err);
}
