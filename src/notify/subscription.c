/*
 * Subscriptions: what a browser says of how it is reached (Push API, RFC 8030, 8291).
 *
 *     {"endpoint": "https://push.example/x", "keys": {"p256dh": "B...", "auth": "..."}}
 *
 * Anybody who is signed in can send one, so all of it is looked at: where it leads, and
 * whether its point is one.
 */
#include "notify/inside.h"
#include "json/json.h"

enum { SUBSCRIPTION_MAX = 4096, ENDPOINT_MAX = 1024, PORT_MAX = 65535 };

static const str scheme = STR_INIT("https://");

static bool no_subscription(struct err *err)
{
    return err_set(err, ERR_INVALID, SAY("this is no subscription of a browser"));
}

static str text_of(const struct json_value *object, str name)
{
    const struct json_value *value = json_find(object, name);

    return value != NULL && value->kind == JSON_IS_TEXT ? value->text : (str){0};
}

static bool read_bytes(str base64url, uint8_t *out, size_t wanted)
{
    size_t len;

    return base64url_read(base64url, out, wanted, &len) && len == wanted;
}

/* ---- where it leads ---- */

/* The server, and with it what tokens for it are for: an origin as browsers write it. */
static bool read_origin(struct push_target *target)
{
    size_t end = scheme.len;
    str server;
    str host;
    uint64_t port;

    while (end < target->endpoint.len &&
        str_find_byte(STR("/?#"), target->endpoint.ptr[end], 0) == 3)
        end++;
    target->origin = str_slice(target->endpoint, 0, end);
    server = str_slice(target->endpoint, scheme.len, end);
    host = str_starts(server, STR("["))
        ? str_slice(server, 0, str_find_byte(server, ']', 0) + 1)
        : str_slice(server, 0, str_find_byte(server, ':', 0));
    target->host = host;
    if (host.len < server.len &&
        (server.ptr[host.len] != ':' ||
            !str_to_u64(str_slice(server, host.len + 1, server.len), &port) ||
            port == 0 || port > PORT_MAX || port == 443))
        return false;
    return str_starts(host, STR("["))
        ? address_is_server(str_slice(host, 1, host.len - 1))
        : address_is_server(host);
}

/* What browsers write: small letters in the host, everything else encoded. */
static bool is_endpoint(struct push_target *target)
{
    struct err ignored = {0};

    for (size_t i = 0; i < target->endpoint.len; i++)
        if (target->endpoint.ptr[i] <= ' ' || target->endpoint.ptr[i] >= 0x7f)
            return false;
    if (target->endpoint.len > ENDPOINT_MAX || !str_starts(target->endpoint, scheme) ||
        !read_origin(target) || !fetch_check_url(target->endpoint, &ignored))
        return false;
    for (size_t i = 0; i < target->origin.len; i++)
        if (char_is_upper(target->origin.ptr[i]))
            return false;
    return true;
}

/* ---- the whole ---- */

/* Milliseconds since 1970; browsers that do not end subscriptions say null. */
static int64_t end_of(const struct json_value *subscription)
{
    const struct json_value *end = json_find(subscription, STR("expirationTime"));

    return end != NULL && end->kind == JSON_IS_INTEGER ? end->integer / 1000 : 0;
}

bool push_read_target(
    struct arena *arena, str json, struct push_target *out, struct err *err)
{
    const struct json_value *keys;
    struct json_value value;
    struct err ignored = {0};

    *out = (struct push_target){0};
    if (json.len > SUBSCRIPTION_MAX || !json_read(arena, json, &value, &ignored))
        return no_subscription(err);
    keys = json_find(&value, STR("keys"));
    out->endpoint = text_of(&value, STR("endpoint"));
    out->ends_at = end_of(&value);
    if (!is_endpoint(out) || keys == NULL ||
        !read_bytes(text_of(keys, STR("p256dh")), out->point, sizeof(out->point)) ||
        !read_bytes(text_of(keys, STR("auth")), out->secret, sizeof(out->secret)) ||
        !p256_is_point((str){(const char *)out->point, sizeof(out->point)}))
        return no_subscription(err);
    return true;
}

static void put_bytes(struct json_out *json, str name, const uint8_t *bytes, size_t len)
{
    char buffer[4 * P256_POINT_BYTES];
    struct text text = text_fixed(buffer, sizeof(buffer));

    text_add_base64url(&text, bytes, len);
    json_key(json, name);
    json_str(json, text_str(&text));
}

bool notify_read_subscription(struct arena *arena, str json, str *out, struct err *err)
{
    struct text text = text_in(arena);
    struct json_out kept = json_start(&text, false);
    struct push_target target;

    if (!push_read_target(arena, json, &target, err))
        return false;
    json_object(&kept);
    json_key(&kept, STR("endpoint"));
    json_str(&kept, target.endpoint);
    if (target.ends_at != 0) {
        json_key(&kept, STR("expirationTime"));
        json_i64(&kept, target.ends_at * 1000);
    }
    json_key(&kept, STR("keys"));
    json_object(&kept);
    put_bytes(&kept, STR("auth"), target.secret, sizeof(target.secret));
    put_bytes(&kept, STR("p256dh"), target.point, sizeof(target.point));
    json_end(&kept);
    json_end(&kept);
    json_done(&kept);
    *out = text_str(&text);
    return true;
}
