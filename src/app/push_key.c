/*
 * Making and reading the key of web push.
 */
#include "app/push_key.h"

#include "app/conf.h"
#include "os/os.h"

enum { FILE_MAX = 128 };

static const str first_line = STR_INIT("vestibule push key v1");

static bool make(struct arena *arena, str path, struct p256_key *out, struct err *err)
{
    struct text text = text_in(arena);
    struct crypto crypto;
    bool done;

    if (!crypto_open(&crypto, err))
        return false;
    p256_make(&crypto, out);
    crypto_close(&crypto);
    text_add(&text, first_line);
    text_add_byte(&text, '\n');
    text_add_base64url(&text, out->secret, sizeof(out->secret));
    text_add_byte(&text, '\n');
    done = os_keep_file(path, text_str(&text), OS_PRIVATE, err);
    crypto_forget(text.ptr, text.len);
    return done;
}

static bool parse(str source, struct p256_key *out)
{
    uint8_t secret[P256_SECRET_BYTES];
    str line[2] = {{0}};
    size_t len;
    bool is = str_split(&source, '\n', &line[0]) &&
        str_split(&source, '\n', &line[1]) && source.len == 0 &&
        str_equal(line[0], first_line) &&
        base64url_read(line[1], secret, sizeof(secret), &len) &&
        len == sizeof(secret) && p256_read(secret, out);

    crypto_forget(secret, sizeof(secret));
    return is;
}

bool push_key_open(
    struct arena *arena, str directory, struct p256_key *out, struct err *err)
{
    str path = conf_path(arena, directory, STR("push.key"));
    struct err missing = {0};
    str source;

    if (!os_require_private(path, &missing))
        return missing.kind == ERR_NOT_FOUND
            ? make(arena, path, out, err)
            : err_set(err, missing.kind, err_text(&missing));
    if (!os_read_file(arena, path, FILE_MAX, &source, err))
        return false;
    if (parse(source, out))
        return true;
    err_set(err, ERR_INVALID, path);
    return err_add(err,
        STR(": this is not the key of web push; put back the file that was there, or "
            "remove it, and browsers have to be asked again"));
}
