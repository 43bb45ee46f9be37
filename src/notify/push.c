/*
 * Web Push: a letter to a browser, by the service that its maker runs (RFC 8030), which
 * knows us by a key (RFC 8292) and cannot read what it carries.
 *
 * What the browser gets is the JSON of a declarative push message: where browsers show
 * those by themselves, and where our worker has to, it is the same text.
 */
#include "notify/inside.h"

enum {
    TEXT_MAX = 2820, /* what every service takes, telephones of Firefox among them */
    SUBJECT_MAX = 200,
    TOPIC_BYTES = 24, /* 32 characters of base64url, the most there may be */
    TOKEN_SECONDS = 12 * 3600,
    ANSWER_MAX = 64 * 1024
};

bool push_has(const struct notify_settings *settings)
{
    return settings->push.contact.len > 0 && settings->push.has_key;
}

str notify_push_key(const struct notify *notify, struct arena *arena)
{
    const struct notify_push *push = &notify->settings.push;
    struct text text = text_in(arena);

    if (push->has_key)
        text_add_base64url(&text, push->key.point, sizeof(push->key.point));
    return text_str(&text);
}

/* ---- what the browser shows ---- */

/* As many whole characters as there is room for, with an ellipsis where some are left. */
static str cut(struct arena *arena, str s, size_t most)
{
    struct text text = text_in(arena);
    str piece = str_slice(s, 0, most);

    if (s.len <= most)
        return s;
    text_add(&text, str_trim(str_slice(piece, 0, str_invalid_utf8(piece))));
    text_add(&text, STR("\xe2\x80\xa6"));
    return text_str(&text);
}

static bool is_leftward(str language)
{
    static const str codes[] = {STR_INIT("ar"), STR_INIT("dv"), STR_INIT("fa"),
        STR_INIT("he"), STR_INIT("ps"), STR_INIT("ur"), STR_INIT("yi")};
    str code = str_slice(language, 0, str_find_byte(language, '-', 0));

    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (str_equal(code, codes[i]))
            return true;
    return false;
}

static void put(struct json_out *json, str name, str value)
{
    json_key(json, name);
    json_str(json, value);
}

static str message_of(
    struct arena *arena, const struct notify_letter *letter, str topic, str words)
{
    struct text text = text_in(arena);
    struct json_out json = json_start(&text, false);

    json_object(&json);
    json_key(&json, STR("web_push"));
    json_i64(&json, 8030);
    json_key(&json, STR("notification"));
    json_object(&json);
    put(&json, STR("title"), cut(arena, letter->subject, SUBJECT_MAX));
    put(&json, STR("body"), words);
    if (address_is_language(letter->language)) {
        put(&json, STR("lang"), letter->language);
        put(&json, STR("dir"), is_leftward(letter->language) ? STR("rtl") : STR("ltr"));
    }
    put(&json, STR("tag"), topic);
    if (letter->link.len > 0)
        put(&json, STR("navigate"), letter->link);
    json_key(&json, STR("requireInteraction"));
    json_bool(&json, letter->urgent);
    json_end(&json);
    json_end(&json);
    json_done(&json);
    return text_str(&text);
}

/* The words are cut until all of it has room, never by more than is too much: a byte of
 * them is at most six of JSON.  False: without any it has none. */
static bool write_message(
    struct arena *arena, const struct notify_letter *letter, str topic, str *out)
{
    size_t most = letter->words.len;

    *out = message_of(arena, letter, topic, letter->words);
    while (out->len > TEXT_MAX && most > 0) {
        size_t over = (out->len - TEXT_MAX) / 6 + 1;

        most = most > over ? most - over : 0;
        *out = message_of(arena, letter, topic, cut(arena, letter->words, most));
    }
    return out->len <= TEXT_MAX;
}

/* ---- who sends (RFC 8292) ---- */

static void add_json(struct text *token, const struct text *json)
{
    text_add_base64url(token, (const uint8_t *)json->ptr, json->len);
}

static void add_claims(struct arena *arena, const struct notify_push *push, str origin,
    int64_t now, struct text *token)
{
    struct text text = text_in(arena);
    struct json_out json = json_start(&text, false);

    json_object(&json);
    put(&json, STR("aud"), origin);
    json_key(&json, STR("exp"));
    json_i64(&json, now + TOKEN_SECONDS);
    put(&json, STR("sub"), push->contact);
    json_end(&json);
    json_done(&json);
    add_json(token, &text);
}

static str authorization(
    struct arena *arena, const struct notify_push *push, str origin, int64_t now)
{
    static const str head = STR_INIT("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");
    struct text token = text_in(arena);
    struct text value = text_in(arena);
    uint8_t signature[P256_SIGNATURE_BYTES];

    text_add_base64url(&token, (const uint8_t *)head.ptr, head.len);
    text_add_byte(&token, '.');
    add_claims(arena, push, origin, now, &token);
    p256_sign(&push->key, text_str(&token), signature);
    text_add_byte(&token, '.');
    text_add_base64url(&token, signature, sizeof(signature));
    text_add(&value, STR("vapid t="));
    text_add(&value, text_str(&token));
    text_add(&value, STR(", k="));
    text_add_base64url(&value, push->key.point, sizeof(push->key.point));
    return text_str(&value);
}

/* ---- the request ---- */

/* The same at every try: a service then keeps only the newest, and so does the browser. */
static str topic_of(struct outlet *outlet, struct arena *arena, str key)
{
    struct text text = text_in(arena);
    uint8_t digest[SHA256_BYTES];

    crypto_hash_begin(&outlet->crypto);
    crypto_hash_add(&outlet->crypto, key);
    crypto_hash_end(&outlet->crypto, digest);
    text_add_base64url(&text, digest, TOPIC_BYTES);
    return text_str(&text);
}

static str seconds_left(
    struct arena *arena, const struct notify_letter *letter, int64_t now)
{
    struct text text = text_in(arena);
    int64_t left = letter->written + letter->lives - now;

    if (left > letter->lives)
        left = letter->lives;
    text_add_i64(&text, left > 0 ? left : 0);
    return text_str(&text);
}

static void add_headers(struct outlet *outlet, const struct batch *batch,
    const struct notify_letter *letter, const struct push_target *target, str topic,
    struct fetch_request *request)
{
    struct arena *arena = batch->arena;
    struct fetch_pair *headers = ARENA_ARRAY(arena, struct fetch_pair, 6);
    size_t count = 0;

    headers[count++] =
        (struct fetch_pair){STR("Content-Type"), STR("application/octet-stream")};
    headers[count++] = (struct fetch_pair){STR("Content-Encoding"), STR("aes128gcm")};
    headers[count++] =
        (struct fetch_pair){STR("TTL"), seconds_left(arena, letter, batch->now)};
    headers[count++] = (struct fetch_pair){
        STR("Urgency"), letter->urgent ? STR("high") : STR("normal")};
    headers[count++] = (struct fetch_pair){STR("Topic"), topic};
    headers[count++] = (struct fetch_pair){STR("Authorization"),
        authorization(arena, &outlet->settings->push, target->origin, batch->now)};
    request->headers = headers;
    request->header_count = count;
}

/* Padded to the same length whatever it says: so its length says nothing. */
static bool write_body(struct outlet *outlet, struct arena *arena,
    const struct push_target *target, str message, str *out)
{
    struct push_once once;
    bool done;

    p256_make(&outlet->crypto, &once.key);
    crypto_random(&outlet->crypto, once.salt, sizeof(once.salt));
    done = push_seal(arena, &outlet->crypto, target, &once, message, TEXT_MAX, out);
    crypto_forget(&once, sizeof(once));
    return done;
}

static struct notify_result never(str why, bool gone)
{
    return (struct notify_result){.state = NOTIFY_NEVER, .gone = gone, .why = why};
}

/* Make what is sent.  False: it cannot be, as `result` says. */
static bool prepare(struct outlet *outlet, const struct batch *batch,
    const struct notify_letter *letter, struct fetch_request *request,
    struct notify_result *result)
{
    struct text called = text_in(batch->arena);
    struct push_target target;
    struct err err = {0};
    str topic = topic_of(outlet, batch->arena, letter->key);
    str message;

    *result = never(STR("the browser's subscription has ended"), true);
    if (!push_read_target(batch->arena, letter->to, &target, &err) ||
        (target.ends_at != 0 && target.ends_at <= batch->now))
        return false;
    *result = never(STR("the letter's link is too long for a web push"), false);
    if (!write_message(batch->arena, letter, topic, &message) ||
        !write_body(outlet, batch->arena, &target, message, &request->body))
        return false;
    text_add(&called, STR("the push service "));
    text_add(&called, target.host);
    request->method = FETCH_POST;
    request->url = target.endpoint;
    request->called = text_str(&called);
    request->body_limit = ANSWER_MAX;
    request->authorities = outlet->settings->push.authorities;
    add_headers(outlet, batch, letter, &target, topic, request);
    return true;
}

/* ---- what an answer means ---- */

/* clang-format off */
static const struct {
    unsigned from;
    unsigned to;
    enum notify_state state;
    bool gone;
    str why;
} meanings[] = {
    {200, 299, NOTIFY_HANDED, false, {0}},
    {404, 404, NOTIFY_NEVER,  true,  STR_INIT("the browser's subscription is gone")},
    {410, 410, NOTIFY_NEVER,  true,  STR_INIT("the browser's subscription is gone")},
    {413, 413, NOTIFY_NEVER,  false, STR_INIT("the message is too large for it")},
    {401, 401, NOTIFY_NEVER,  false, STR_INIT("it does not take our key")},
    {403, 403, NOTIFY_NEVER,  false, STR_INIT("it does not take our key")},
    {408, 408, NOTIFY_LATER,  false, STR_INIT("it has no time")},
    {429, 429, NOTIFY_LATER,  false, STR_INIT("it has had too much of us")},
    {500, 599, NOTIFY_LATER,  false, STR_INIT("it has trouble of its own")},
};
/* clang-format on */

static struct notify_result judge(struct arena *arena,
    const struct fetch_request *request, const struct fetch_answer *answer, int64_t now)
{
    struct notify_result result = {.state = NOTIFY_NEVER};
    struct text why = text_in(arena);
    str meant = STR("it does not take the message");

    for (size_t i = COUNT_OF(meanings); i-- > 0;)
        if (answer->status >= meanings[i].from && answer->status <= meanings[i].to) {
            result.state = meanings[i].state;
            result.gone = meanings[i].gone;
            meant = meanings[i].why;
        }
    if (result.state == NOTIFY_HANDED)
        return result;
    if (result.state == NOTIFY_LATER)
        result.retry_after = answer_retry_after(answer, now);
    text_add(&why, answer_status(arena, request->called, answer->status));
    text_add(&why, STR(": "));
    text_add(&why, meant);
    result.why = text_str(&why);
    return result;
}

static struct notify_result settle(struct arena *arena,
    const struct fetch_request *request, const struct fetch_answer *answer,
    const struct err *err, int64_t now)
{
    if (err->kind == ERR_NONE)
        return judge(arena, request, answer, now);
    return (struct notify_result){
        .state = err->kind == ERR_DENIED || err->kind == ERR_USAGE ? NOTIFY_NEVER
                                                                   : NOTIFY_LATER,
        .why = arena_str(arena, err_text(err))};
}

void push_send(struct outlet *outlet, const struct batch *batch)
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
        requests[count] = (struct fetch_request){0};
        if (prepare(outlet, batch, &batch->letters[i], &requests[count],
                &batch->results[i]))
            places[count++] = i;
    }
    fetch_all(
        outlet->client, arena, requests, count, batch->deadline_ms, answers, errs);
    for (size_t i = 0; i < count; i++) {
        struct notify_result *result = &batch->results[places[i]];
        str location;

        *result = settle(arena, &requests[i], &answers[i], &errs[i], batch->now);
        if (errs[i].kind == ERR_NONE &&
            fetch_header(&answers[i], STR("Location"), &location))
            result->reference = location;
    }
}
