/*
 * Webhooks: programs that are told of events, signed as Standard Webhooks 1.0 says.
 *
 *     webhook-id         the letter's key, the same at every try
 *     webhook-timestamp  when it is tried
 *     webhook-signature  of "id.timestamp.body", one for each secret: "v1,..." "v1,..."
 *
 * The body is thin: which kind of event, when, the ID of what it is about, and where
 * somebody who may see that finds it.  So nothing is told to whoever reads along, keeps
 * logs, or was never meant to know.
 */
#include "notify/inside.h"

enum { ANSWER_MAX = 4096, STATUS_GONE = 410, DAY_SECONDS = 86400 };

/* ---- settings ---- */

bool hook_has(const struct notify_settings *settings)
{
    return settings->hook_count > 0;
}

bool notify_add_hook(
    struct arena *arena, str name, struct notify_settings *settings, struct err *err)
{
    if (!notify_check_address(NOTIFY_HOOK, name, err))
        return false;
    if (notify_find_hook(settings, name) != NULL)
        return err_set(err, ERR_INVALID, STR("there is a webhook of this name above"));
    if (settings->hook_count == NOTIFY_HOOKS_MAX)
        return err_set(err, ERR_INVALID, STR("there are at most 32 webhooks"));
    if (settings->hooks == NULL)
        settings->hooks = ARENA_ARRAY(arena, struct notify_hook, NOTIFY_HOOKS_MAX);
    settings->hooks[settings->hook_count++] = (struct notify_hook){.name = name};
    return true;
}

bool notify_add_secret(
    struct arena *arena, str value, struct notify_hook *hook, struct err *err)
{
    static const str prefix = STR_INIT("whsec_");
    uint8_t *bytes = ARENA_ARRAY(arena, uint8_t, NOTIFY_SECRET_MOST);
    size_t len = 0;

    if (hook->secret_count == NOTIFY_SECRETS_MAX)
        return err_set(err, ERR_INVALID,
            STR("a webhook has two secrets at most: the old one and the new"));
    if (!str_starts(value, prefix) ||
        !base64_read(
            str_slice(value, prefix.len, value.len), bytes, NOTIFY_SECRET_MOST, &len) ||
        len < NOTIFY_SECRET_LEAST)
        return err_set(err, ERR_INVALID,
            STR("the secret of a webhook is whsec_ and 24 to 64 bytes in Base64"));
    hook->secrets[hook->secret_count++] = (str){(const char *)bytes, len};
    return true;
}

const struct notify_hook *notify_find_hook(
    const struct notify_settings *settings, str name)
{
    for (size_t i = 0; i < settings->hook_count; i++)
        if (str_equal(settings->hooks[i].name, name))
            return &settings->hooks[i];
    return NULL;
}

static bool check_hook(const struct notify_hook *hook, struct err *err)
{
    if (hook->url.len == 0 || hook->secret_count == 0)
        return err_set(err, ERR_INVALID, STR("it needs `url` and `secret-file`"));
    return address_require_safe(hook->url, err);
}

bool hook_check(const struct notify_settings *settings, struct err *err)
{
    for (size_t i = 0; i < settings->hook_count; i++)
        if (!check_hook(&settings->hooks[i], err)) {
            err_while(err, settings->hooks[i].name);
            return err_while(err, STR("webhook"));
        }
    return true;
}

/* ---- what is sent ---- */

static str body_of(struct arena *arena, const struct notify_letter *letter)
{
    const struct moment moment = {.day = (int32_t)(letter->written / DAY_SECONDS),
        .minute = (int32_t)(letter->written % DAY_SECONDS / 60),
        .second = (int32_t)(letter->written % 60)};
    struct text body = text_in(arena);
    struct text at = text_in(arena);
    struct json_out json = json_start(&body, false);

    text_add_moment(&at, &moment);
    json_object(&json);
    json_key(&json, STR("type"));
    json_str(&json, letter->topic);
    json_key(&json, STR("timestamp"));
    json_str(&json, text_str(&at));
    json_key(&json, STR("data"));
    json_object(&json);
    json_key(&json, STR("id"));
    json_str(&json, letter->about);
    if (letter->link.len > 0) {
        json_key(&json, STR("link"));
        json_str(&json, letter->link);
    }
    json_end(&json);
    json_end(&json);
    json_done(&json);
    return text_str(&body);
}

static str signatures_of(const struct crypto *crypto, struct arena *arena,
    const struct notify_hook *hook, str signed_text)
{
    struct text text = text_in(arena);

    for (size_t i = 0; i < hook->secret_count; i++) {
        uint8_t mac[SHA256_BYTES];

        crypto_hmac(crypto, hook->secrets[i], signed_text, mac);
        text_add(&text, i > 0 ? STR(" v1,") : STR("v1,"));
        text_add_base64(&text, mac, sizeof(mac));
    }
    return text_str(&text);
}

/* The letter's key, without full stops: they part what is signed. */
static str id_of(struct arena *arena, str key)
{
    struct text id = text_in(arena);

    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] == '.')
            escape_add(&id, '=', key.ptr[i]);
        else
            text_add_byte(&id, key.ptr[i]);
    }
    return text_str(&id);
}

static struct fetch_request request_of(const struct outlet *outlet,
    const struct batch *batch, const struct notify_letter *letter,
    const struct notify_hook *hook)
{
    enum { HEADERS = 4 };
    struct fetch_pair *headers = ARENA_ARRAY(batch->arena, struct fetch_pair, HEADERS);
    struct text signed_text = text_in(batch->arena);
    struct text now = text_in(batch->arena);
    str body = body_of(batch->arena, letter);
    str id = id_of(batch->arena, letter->key);

    text_add_i64(&now, batch->now);
    text_add(&signed_text, id);
    text_add_byte(&signed_text, '.');
    text_add(&signed_text, text_str(&now));
    text_add_byte(&signed_text, '.');
    text_add(&signed_text, body);
    headers[0] = (struct fetch_pair){STR("Content-Type"), STR("application/json")};
    headers[1] = (struct fetch_pair){STR("webhook-id"), id};
    headers[2] = (struct fetch_pair){STR("webhook-timestamp"), text_str(&now)};
    headers[3] = (struct fetch_pair){STR("webhook-signature"),
        signatures_of(&outlet->crypto, batch->arena, hook, text_str(&signed_text))};
    return (struct fetch_request){.method = FETCH_POST,
        .url = hook->url,
        .headers = headers,
        .header_count = HEADERS,
        .body = body,
        .body_limit = ANSWER_MAX,
        .cuts_body = true,
        .called = STR("the webhook"),
        .authorities = hook->authorities};
}

/* ---- what an answer means ---- */

static struct notify_result settle(
    const struct batch *batch, const struct fetch_answer *answer, const struct err *err)
{
    struct notify_result result = {.state = NOTIFY_LATER};

    if (err->kind != ERR_NONE) {
        result.why = arena_str(batch->arena, err_text(err));
        return result;
    }
    if (answer->status >= 200 && answer->status < 300) {
        result.state = NOTIFY_HANDED;
        return result;
    }
    result.gone = answer->status == STATUS_GONE;
    result.state = result.gone ? NOTIFY_NEVER : NOTIFY_LATER;
    result.retry_after = answer_retry_after(answer, batch->now);
    result.why = answer_status(batch->arena, STR("the webhook"), answer->status);
    return result;
}

void hook_send(struct outlet *outlet, const struct batch *batch)
{
    struct arena *arena = batch->arena;
    struct fetch_request *requests =
        ARENA_ARRAY(arena, struct fetch_request, batch->count);
    struct fetch_answer *answers =
        ARENA_ARRAY(arena, struct fetch_answer, batch->count);
    struct err *errs = ARENA_ARRAY(arena, struct err, batch->count);
    size_t *places = ARENA_ARRAY(arena, size_t, batch->count);
    size_t count = 0;

    for (size_t i = 0; i < batch->count; i++) {
        const struct notify_letter *letter = &batch->letters[i];
        const struct notify_hook *hook = notify_find_hook(outlet->settings, letter->to);

        batch->results[i] = (struct notify_result){.state = NOTIFY_NEVER,
            .why = STR("DIR/channels.conf has no webhook of this name")};
        if (hook == NULL)
            continue;
        places[count] = i;
        requests[count++] = request_of(outlet, batch, letter, hook);
    }
    fetch_all(
        outlet->client, arena, requests, count, batch->deadline_ms, answers, errs);
    for (size_t i = 0; i < count; i++) {
        batch->results[places[i]] = settle(batch, &answers[i], &errs[i]);
        batch->results[places[i]].reference =
            id_of(arena, batch->letters[places[i]].key);
    }
}
