/*
 * Addresses as people write them, and as they are kept.
 */
#include "roster/inside.h"

enum { PHONE_MIN = 8, PHONE_MAX = 15, HOOK_MAX = 64, MAIL_MAX = 254 };

static bool is_mail(str text)
{
    size_t at = str_find_byte(text, '@', 0);
    bool is = at > 0 && at + 1 < text.len && text.len <= MAIL_MAX &&
        str_find_byte(text, '@', at + 1) == text.len &&
        str_find_byte(text, '.', at) < text.len && !str_ends(text, STR(".")) &&
        text.ptr[at + 1] != '.';

    for (size_t i = 0; is && i < text.len; i++)
        is = text.ptr[i] > ' ' && text.ptr[i] < 127 &&
            str_find_byte(STR("<>()[],;:\\\""), text.ptr[i], 0) == 11;
    return is;
}

static bool mail_read(str written, str *out, struct err *err)
{
    *out = written;
    return is_mail(written) ||
        err_set(err, ERR_INVALID,
            SAY("this is no mail address; write it like name@example.org"));
}

/* Digits and an initial +, without what people put between them. */
static bool phone_read(struct arena *arena, str written, str *out, struct err *err)
{
    struct text text = text_in(arena);
    bool is = true;
    bool full = str_starts(written, STR("+"));
    size_t digits = 0;

    text_add(&text, STR("+"));
    for (size_t i = full; i < written.len; i++) {
        if (char_is_digit(written.ptr[i])) {
            text_add_byte(&text, written.ptr[i]);
            digits++;
        } else {
            is = is && str_find_byte(STR(" -.()/"), written.ptr[i], 0) < 6;
        }
    }
    *out = text_str(&text);
    if (!full && digits == 10) {
        str rest = arena_str(arena, str_slice(*out, 1, out->len));

        text = text_in(arena);
        text_add(&text, STR("+1"));
        text_add(&text, rest);
        *out = text_str(&text);
        full = true;
    }
    return (is && full && digits >= PHONE_MIN && digits <= PHONE_MAX &&
               out->ptr[1] != '0') ||
        err_set(err, ERR_INVALID,
            SAY("this is no telephone number; write it with its country, like "
                "+1 312 555 0142"));
}

static bool hook_read(str written, str *out, struct err *err)
{
    bool is = written.len > 0 && written.len <= HOOK_MAX;

    *out = written;
    for (size_t i = 0; is && i < written.len; i++) {
        char c = written.ptr[i];

        is = char_is_lower(c) || char_is_upper(c) || char_is_digit(c) || c == '-' ||
            c == '_';
    }
    return is ||
        err_set(err, ERR_INVALID,
            SAY("this is no name of a webhook; it has letters, digits, - and _"));
}

static bool push_read(str written, str *out, struct err *err)
{
    *out = written;
    return (written.len > 0 && written.len <= ROSTER_ADDRESS_MAX &&
               str_starts(written, STR("{")) && str_ends(written, STR("}")) &&
               str_invalid_utf8(written) == written.len) ||
        err_set(err, ERR_INVALID, SAY("this is no subscription of a browser"));
}

bool address_read(struct arena *arena, enum roster_channel channel, str written,
    str *out, struct err *err)
{
    written = str_trim(written);
    switch (channel) {
    case ROSTER_MAIL:
        return mail_read(written, out, err);
    case ROSTER_TEXT:
    case ROSTER_VOICE:
        return phone_read(arena, written, out, err);
    case ROSTER_PUSH:
        return push_read(written, out, err);
    default:
        return hook_read(written, out, err);
    }
}
