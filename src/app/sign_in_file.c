/*
 * Reading sign-in.conf: lines of a word and a value.
 */
#include "app/sign_in_file.h"

#include "os/os.h"
#include "json/json.h"

enum { FILE_MAX = 1 << 16, SECRET_MAX = 4096, NAME_MAX = 32, ISSUER_MAX = 500 };

struct reader {
    struct arena *arena;
    str directory;
    struct sign_in_file *out;
    uint64_t seen; /* which of `words` stood there: of a provider, of this one */
};

static struct oidc_provider *last(const struct reader *r)
{
    return &r->out->providers[r->out->provider_count - 1];
}

static bool read_origin(struct reader *r, str value, struct err *err)
{
    return passkey_place(value, &r->out->place, err);
}

static bool read_forwarder(struct reader *r, str value, struct err *err)
{
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

static bool read_provider(struct reader *r, str value, struct err *err)
{
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

static bool read_title(struct reader *r, str value, struct err *err)
{
    (void)err;
    last(r)->title = value;
    return true;
}

static bool read_issuer(struct reader *r, str value, struct err *err)
{
    last(r)->issuer = value;
    return value.len <= ISSUER_MAX && oidc_check_issuer(value, err);
}

static bool read_client(struct reader *r, str value, struct err *err)
{
    (void)err;
    last(r)->client = value;
    return true;
}

static bool read_secret(struct reader *r, str value, struct err *err)
{
    struct text path = text_in(r->arena);
    str secret;

    if (value.ptr[0] != '/') {
        text_add(&path, r->directory);
        text_add_byte(&path, '/');
    }
    text_add(&path, value);
    if (!os_require_private(text_str(&path), err) ||
        !os_read_file(r->arena, text_str(&path), SECRET_MAX, &secret, err))
        return false;
    last(r)->secret = str_trim(secret);
    return last(r)->secret.len > 0 ||
        err_set(err, ERR_INVALID, STR("the file of the secret is empty"));
}

static bool read_domain(struct reader *r, str value, struct err *err)
{
    (void)err;
    last(r)->domain = value;
    return true;
}

static bool read_tenant(struct reader *r, str value, struct err *err)
{
    (void)err;
    last(r)->tenant = value;
    return true;
}

/* ---- words ---- */

/* clang-format off */
static const struct {
    str name;
    bool (*read)(struct reader *r, str value, struct err *err);
    bool of_provider; /* behind a `provider` */
    bool is_repeated;
} words[] = {
    {STR_INIT("origin"),        read_origin,    false, false},
    {STR_INIT("forwarded-by"),  read_forwarder, false, true},
    {STR_INIT("provider"),      read_provider,  false, true},
    {STR_INIT("title"),         read_title,     true,  false},
    {STR_INIT("issuer"),        read_issuer,    true,  false},
    {STR_INIT("client"),        read_client,    true,  false},
    {STR_INIT("secret-file"),   read_secret,    true,  false},
    {STR_INIT("domain"),        read_domain,    true,  false},
    {STR_INIT("tenant"),        read_tenant,    true,  false},
};
/* clang-format on */

/* A new provider may have all of its words again. */
static void begin_provider(struct reader *r)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].of_provider)
            r->seen &= ~((uint64_t)1 << i);
}

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

static bool refuse_word(str name, struct err *err)
{
    str names[COUNT_OF(words)];
    size_t near;

    for (size_t i = 0; i < COUNT_OF(words); i++)
        names[i] = words[i].name;
    near = json_nearest(name, names, COUNT_OF(words));
    err_set(err, ERR_INVALID, STR("nobody knows `"));
    err_add(err, name);
    if (near == COUNT_OF(words))
        return err_add(err, STR("` here; docs/sign-in.md has all words"));
    err_add(err, STR("` here; did you mean `"));
    err_add(err, names[near]);
    return err_add(err, STR("`?"));
}

static bool read_line(struct reader *r, str line, struct err *err)
{
    size_t end = str_find_byte(line, ' ', 0);
    str name = str_slice(line, 0, end);
    str value = str_trim(str_slice(line, end, line.len));

    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_equal(words[i].name, name))
            continue;
        if (value.len == 0)
            return err_set(err, ERR_INVALID, STR("a value is missing behind the word"));
        if (words[i].of_provider && r->out->provider_count == 0)
            return err_set(err, ERR_INVALID,
                STR("this belongs to a provider; put it behind `provider NAME`"));
        if ((r->seen >> i & 1) != 0 && !words[i].is_repeated)
            return err_set(
                err, ERR_INVALID, STR("this stands there twice; remove one of them"));
        r->seen |= (uint64_t)1 << i;
        if (words[i].read == read_provider)
            begin_provider(r);
        return words[i].read(r, value, err);
    }
    return refuse_word(name, err);
}

static bool at_line(str path, uint64_t number, struct err *err)
{
    char buffer[24];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add(&text, STR("line "));
    text_add_u64(&text, number);
    err_while(err, text_str(&text));
    return err_while(err, path);
}

bool sign_in_file_read(
    struct arena *arena, str directory, struct sign_in_file *out, struct err *err)
{
    struct reader r = {.arena = arena, .directory = directory, .out = out};
    struct text path = text_in(arena);
    uint64_t number = 0;
    str rest;
    str line;

    *out = (struct sign_in_file){0};
    text_add(&path, directory);
    text_add(&path, STR("/sign-in.conf"));
    if (!os_read_file(arena, text_str(&path), FILE_MAX, &rest, err)) {
        bool missing = err->kind == ERR_NOT_FOUND;

        if (missing)
            *err = (struct err){0};
        return missing;
    }
    while (str_split(&rest, '\n', &line)) {
        number++;
        line = str_trim(line);
        if (line.len > 0 && line.ptr[0] != '#' && !read_line(&r, line, err))
            return at_line(text_str(&path), number, err);
    }
    return check_whole(out, err) || err_while(err, text_str(&path));
}
