/*
 * What an operator may write behind each word.
 */
#include "notify/inside.h"

enum { PORT_MAX = 65535, SENDER_MAX = 200 };

static bool invalid(struct err *err, str text)
{
    return err_set(err, ERR_INVALID, text);
}

bool notify_read_port(str value, uint16_t *out, struct err *err)
{
    uint64_t port;

    if (!str_to_u64(value, &port) || port == 0 || port > PORT_MAX)
        return invalid(err, STR("a port is a number from 1 to 65535"));
    *out = (uint16_t)port;
    return true;
}

bool notify_read_security(str value, struct notify_mail *mail, struct err *err)
{
    static const str names[] = {[FETCH_STARTTLS] = STR_INIT("starttls"),
        [FETCH_TLS] = STR_INIT("tls"),
        [FETCH_PLAIN] = STR_INIT("none")};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!str_equal(names[i], value))
            continue;
        mail->security = (enum fetch_security)i;
        mail->has_security = true;
        return true;
    }
    return invalid(err, STR("security is `starttls`, `tls` or `none`"));
}

bool notify_read_server(str value, struct notify_mail *mail, struct err *err)
{
    mail->server = value;
    return address_is_server(value) ||
        invalid(err, STR("write the name of the mail server: smtp.hamline.example"));
}

bool notify_read_sender(str value, struct notify_mail *mail, struct err *err)
{
    size_t open = str_find_byte(value, '<', 0);

    mail->name = (str){0};
    mail->from = value;
    if (open < value.len && str_ends(value, STR(">"))) {
        mail->name = str_trim(str_slice(value, 0, open));
        mail->from = str_slice(value, open + 1, value.len - 1);
    }
    if (!address_is_mail(mail->from) || mail->name.len > SENDER_MAX ||
        str_invalid_utf8(mail->name) < mail->name.len)
        return invalid(
            err, STR("write the sender like: Vestibule <desk@hamline.example>"));
    return true;
}

bool notify_read_url(str value, str *out, struct err *err)
{
    *out = value;
    return fetch_check_url(value, err);
}

bool notify_read_network(str value, struct net_network *out, struct err *err)
{
    return net_network_read(value, out) ||
        invalid(err, STR("write a network like 10.20.0.0/16, or an address alone"));
}

/* Services refuse addresses that cannot be real, as those on this computer are. */
static bool is_contact(str value)
{
    str address = str_slice(value, STR("mailto:").len, value.len);
    str domain = address_domain(address);
    struct err ignored = {0};

    if (str_starts(value, STR("mailto:")))
        return address_is_mail(address) && str_find_byte(domain, '.', 0) < domain.len;
    return str_starts(value, STR("https://")) && fetch_check_url(value, &ignored);
}

bool notify_read_contact(str value, str *out, struct err *err)
{
    *out = value;
    return is_contact(value) ||
        invalid(err,
            STR("say whom push services can turn to: mailto:desk@hamline.example, or an "
                "address with https://"));
}

bool mail_has(const struct notify_settings *settings)
{
    return settings->mail.server.len > 0;
}

void mail_complete(struct notify_settings *settings)
{
    struct notify_mail *mail = &settings->mail;
    static const uint16_t ports[] = {
        [FETCH_STARTTLS] = 587, [FETCH_TLS] = 465, [FETCH_PLAIN] = 25};

    if (!mail->has_security)
        mail->security = address_is_here(mail->server) ? FETCH_PLAIN : FETCH_STARTTLS;
    if (mail->port == 0)
        mail->port = ports[mail->security];
}

/* ---- what belongs together ---- */

bool mail_check(const struct notify_settings *settings, struct err *err)
{
    const struct notify_mail *mail = &settings->mail;

    if (mail->from.len == 0)
        return invalid(err, STR("`mail` needs `from`, the sender"));
    if ((mail->user.len > 0) != (mail->secret.len > 0))
        return invalid(
            err, STR("`mail` has `user` without `secret-file`, or that alone"));
    if (mail->user.len > 0 && mail->has_security && mail->security == FETCH_PLAIN &&
        !address_is_here(mail->server))
        return invalid(err,
            STR("`mail` would send a password that everybody on the way can read; "
                "take away `security none`, or `user`"));
    return true;
}
