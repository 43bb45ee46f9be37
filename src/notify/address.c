/*
 * Addresses: what each channel can reach.
 *
 * Of the forms that standards allow, only those are taken that people have; the rest is
 * where injections live.
 */
#include "notify/inside.h"

enum {
    ADDRESS_MAX = 254,
    LOCAL_MAX = 64,
    HOST_MAX = 253,
    LABEL_MAX = 63,
    NUMBER_MAX = 15,
    LANGUAGE_MAX = 35
};

static bool is_alnum(char c)
{
    return char_is_lower(c) || char_is_upper(c) || char_is_digit(c);
}

/* Labels of letters, digits and dashes, between dots. */
static bool is_host(str host)
{
    bool is = host.len > 0 && host.len <= HOST_MAX && !str_ends(host, STR("."));
    str label;

    while (is && str_split(&host, '.', &label)) {
        is = label.len > 0 && label.len <= LABEL_MAX && label.ptr[0] != '-' &&
            label.ptr[label.len - 1] != '-';
        for (size_t i = 0; is && i < label.len; i++)
            is = is_alnum(label.ptr[i]) || label.ptr[i] == '-';
    }
    return is;
}

bool address_is_server(str server)
{
    char buffer[NET_ADDRESS_MAX];
    str plain;

    return is_host(server) || net_address_read(server, buffer, &plain);
}

/* The dot-atom of RFC 5322. */
static bool is_local(str local)
{
    static const str marks = STR_INIT("!#$%&'*+-/=?^_`{|}~.");
    bool is = local.len > 0 && local.len <= LOCAL_MAX && local.ptr[0] != '.' &&
        local.ptr[local.len - 1] != '.' && str_find(local, STR(".."), 0) == local.len;

    for (size_t i = 0; is && i < local.len; i++)
        is =
            is_alnum(local.ptr[i]) || str_find_byte(marks, local.ptr[i], 0) < marks.len;
    return is;
}

bool address_is_language(str language)
{
    bool is = language.len > 0 && language.len <= LANGUAGE_MAX;

    for (size_t i = 0; is && i < language.len; i++)
        is = is_alnum(language.ptr[i]) || language.ptr[i] == '-';
    return is;
}

bool address_is_mail(str address)
{
    size_t at = str_find_byte(address, '@', 0);

    return address.len <= ADDRESS_MAX && at < address.len &&
        is_local(str_slice(address, 0, at)) && is_host(address_domain(address));
}

str address_domain(str address)
{
    return str_slice(address, str_find_byte(address, '@', 0) + 1, address.len);
}

/* The host of an URL that can be asked, without brackets and port. */
static str host_of(str url)
{
    size_t begin = str_find(url, STR("://"), 0) + 3;
    str rest = str_slice(url, begin, url.len);
    size_t end = 0;

    if (str_starts(rest, STR("[")))
        return str_slice(rest, 1, str_find_byte(rest, ']', 0));
    while (end < rest.len && str_find_byte(STR("/:?#"), rest.ptr[end], 0) == 4)
        end++;
    return str_slice(rest, 0, end);
}

bool address_require_safe(str url, struct err *err)
{
    return str_starts(url, STR("https://")) || address_is_here(host_of(url)) ||
        err_set(err, ERR_INVALID,
            STR("everybody on the way could read this; write https://, or have it go "
                "to this computer itself"));
}

bool address_is_name(str name)
{
    bool is = name.len > 0 && name.len <= NOTIFY_NAME_MAX;

    for (size_t i = 0; is && i < name.len; i++)
        is = char_is_lower(name.ptr[i]) || char_is_digit(name.ptr[i]) ||
            name.ptr[i] == '-' || name.ptr[i] == '_';
    return is;
}

bool address_is_here(str host)
{
    return str_equal(host, STR("localhost")) || str_equal(host, STR("::1")) ||
        str_equal(host, STR("127.0.0.1"));
}

/* E.164: a plus, the country, at most 15 digits in all. */
static bool is_number(str number)
{
    bool is = number.len >= 8 && number.len <= NUMBER_MAX + 1 && number.ptr[0] == '+' &&
        number.ptr[1] != '0';

    for (size_t i = 1; is && i < number.len; i++)
        is = char_is_digit(number.ptr[i]);
    return is;
}

static bool is_subscription(str to, struct err *err)
{
    struct push_target target;
    struct arena arena = {0};
    bool is = push_read_target(&arena, to, &target, err);

    arena_clear(&arena);
    return is;
}

bool notify_check_address(enum notify_channel channel, str to, struct err *err)
{
    switch (channel) {
    case NOTIFY_MAIL:
        return address_is_mail(to) ||
            err_set(err, ERR_INVALID,
                STR("a mail address is written like ada@hamline.example"));
    case NOTIFY_TEXT:
    case NOTIFY_VOICE:
        return is_number(to) ||
            err_set(err, ERR_INVALID,
                STR("a telephone number is written with its country and without "
                    "blanks, like +16515550100"));
    case NOTIFY_PUSH:
        return is_subscription(to, err);
    case NOTIFY_HOOK:
        return address_is_name(to) ||
            err_set(err, ERR_INVALID,
                STR("the name of a webhook has small letters, digits, dashes and "
                    "underscores"));
    case NOTIFY_CHANNELS:
        break;
    }
    return err_set(err, ERR_INVALID, STR("there is no such channel"));
}
