/*
 * The words of sign-in.conf, and what their values mean.
 */
#include "app/sign_in_file.h"

#include "app/conf.h"

enum { NAME_MAX = 32, ISSUER_MAX = 500, PROVIDER = 1 };

struct reader {
    struct arena *arena;
    str directory;
    struct sign_in_file *out;
};

static struct oidc_provider *last(const struct reader *r)
{
    return &r->out->providers[r->out->provider_count - 1];
}

static bool read_origin(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return passkey_place(value, &r->out->place, err);
}

static bool read_forwarder(void *into, str value, struct err *err)
{
    struct reader *r = into;

    if (r->out->forwarder_count == FORWARDERS_MAX)
        return err_set(err, ERR_INVALID, STR("there are at most 16 such proxies"));
    r->out->forwarders[r->out->forwarder_count++] = value;
    return true;
}

/* ---- a provider ---- */

static bool is_name(str name)
{
    bool is = name.len > 0 && name.len <= NAME_MAX;

    for (size_t i = 0; is && i < name.len; i++)
        is = char_is_lower(name.ptr[i]) || char_is_digit(name.ptr[i]) ||
            name.ptr[i] == '-';
    return is;
}

static bool read_provider(void *into, str value, struct err *err)
{
    struct reader *r = into;

    if (!is_name(value))
        return err_set(err, ERR_INVALID,
            STR("a provider's name has small letters, digits and dashes, 32 at most"));
    for (size_t i = 0; i < r->out->provider_count; i++)
        if (str_equal(r->out->providers[i].name, value))
            return err_set(
                err, ERR_INVALID, STR("there is a provider of this name above"));
    if (r->out->provider_count == PROVIDERS_MAX)
        return err_set(err, ERR_INVALID, STR("there are at most 8 providers"));
    r->out->providers[r->out->provider_count++] = (struct oidc_provider){.name = value};
    return true;
}

static bool read_title(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    last(r)->title = value;
    return true;
}

static bool read_issuer(void *into, str value, struct err *err)
{
    struct reader *r = into;

    last(r)->issuer = value;
    return value.len <= ISSUER_MAX && oidc_check_issuer(value, err);
}

static bool read_client(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    last(r)->client = value;
    return true;
}

static bool read_secret(void *into, str value, struct err *err)
{
    struct reader *r = into;

    return conf_read_secret(r->arena, r->directory, value, &last(r)->secret, err);
}

static bool read_domain(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    last(r)->domain = value;
    return true;
}

static bool read_tenant(void *into, str value, struct err *err)
{
    struct reader *r = into;

    (void)err;
    last(r)->tenant = value;
    return true;
}

/* ---- words ---- */

/* clang-format off */
static const struct conf_word words[] = {
    {STR_INIT("origin"),        read_origin,    0,        0,        false},
    {STR_INIT("forwarded-by"),  read_forwarder, 0,        0,        true},
    {STR_INIT("provider"),      read_provider,  PROVIDER, 0,        true},
    {STR_INIT("title"),         read_title,     0,        PROVIDER, false},
    {STR_INIT("issuer"),        read_issuer,    0,        PROVIDER, false},
    {STR_INIT("client"),        read_client,    0,        PROVIDER, false},
    {STR_INIT("secret-file"),   read_secret,    0,        PROVIDER, false},
    {STR_INIT("domain"),        read_domain,    0,        PROVIDER, false},
    {STR_INIT("tenant"),        read_tenant,    0,        PROVIDER, false},
};
/* clang-format on */

/* Whether nothing is missing. */
static bool check_whole(const struct sign_in_file *file, struct err *err)
{
    for (size_t i = 0; i < file->provider_count; i++) {
        const struct oidc_provider *provider = &file->providers[i];

        if (provider->title.len > 0 && provider->issuer.len > 0 &&
            provider->client.len > 0)
            continue;
        err_set(err, ERR_INVALID, STR("the provider `"));
        err_add(err, provider->name);
        return err_add(err, STR("` needs title, issuer and client"));
    }
    return file->provider_count == 0 || file->place.origin.len > 0 ||
        err_set(err, ERR_INVALID,
            STR("a provider needs `origin`, the address to which it sends people back"));
}

bool sign_in_file_read(
    struct arena *arena, str directory, struct sign_in_file *out, struct err *err)
{
    struct reader r = {.arena = arena, .directory = directory, .out = out};
    struct conf conf = {.path = conf_path(arena, directory, STR("sign-in.conf")),
        .manual = STR("docs/sign-in.md"),
        .words = words,
        .word_count = COUNT_OF(words),
        .into = &r};
    str source;

    *out = (struct sign_in_file){0};
    return conf_read_file(arena, conf.path, &source, err) &&
        conf_read(&conf, source, err) &&
        (check_whole(out, err) || err_while(err, conf.path));
}
