/*
 * Gateways: text messages and telephone calls by whatever HTTP interface somebody sells.
 *
 * The operator writes what is asked, and how an answer says yes; this file fills in the
 * letter and judges.  The letter's key always goes along: under its own header where the
 * operator has no place for it.
 */
#include "notify/inside.h"

#include "notify/template.h"
#include "json/json.h"

enum {
    ANSWER_MAX = 64 * 1024,
    REFERENCE_MAX = 64,
    STATUS_BAD = 400,
    STATUS_BAD_TOO = 422
};

static const str who = STR_INIT("the gateway");

/* ---- settings ---- */

bool text_has(const struct notify_settings *settings)
{
    return settings->text.url.len > 0;
}

bool voice_has(const struct notify_settings *settings)
{
    return settings->voice.url.len > 0;
}

bool notify_read_method(str value, struct notify_gateway *gateway, struct err *err)
{
    gateway->is_get = str_equal(value, STR("GET"));
    return gateway->is_get || str_equal(value, STR("POST")) ||
        err_set(err, ERR_INVALID, STR("the method is `GET` or `POST`"));
}

/* A token of RFC 9110, as far as anybody uses it. */
static bool is_header(str name)
{
    bool is = name.len > 0;

    for (size_t i = 0; is && i < name.len; i++)
        is = char_is_lower(name.ptr[i]) || char_is_upper(name.ptr[i]) ||
            char_is_digit(name.ptr[i]) || name.ptr[i] == '-' || name.ptr[i] == '_';
    return is;
}

bool notify_add_header(str value, struct notify_gateway *gateway, struct err *err)
{
    size_t colon = str_find_byte(value, ':', 0);
    struct fetch_pair header = {
        str_slice(value, 0, colon), str_trim(str_slice(value, colon + 1, value.len))};

    if (!is_header(header.name) || header.value.len == 0)
        return err_set(
            err, ERR_INVALID, STR("write a header like: X-Api-Key: {secret}"));
    if (gateway->header_count == NOTIFY_HEADERS_MAX)
        return err_set(err, ERR_INVALID, STR("there are at most 8 headers"));
    gateway->headers[gateway->header_count++] = header;
    return template_check(header.value, TEMPLATE_HEADER, err);
}

bool notify_read_form(str value, struct notify_gateway *gateway, struct err *err)
{
    gateway->form = value;
    return template_check(value, TEMPLATE_FORM, err);
}

bool notify_read_json(str value, struct notify_gateway *gateway, struct err *err)
{
    gateway->json = value;
    return template_check(value, TEMPLATE_JSON, err);
}

bool notify_add_gone(str value, struct notify_gateway *gateway, struct err *err)
{
    if (gateway->gone_count == NOTIFY_GONE_MAX)
        return err_set(err, ERR_INVALID, STR("there are at most 8 of these"));
    gateway->gone[gateway->gone_count++] = value;
    return true;
}

static bool has_place(const struct notify_gateway *gateway, str name)
{
    bool has = template_has(gateway->url, name) || template_has(gateway->form, name) ||
        template_has(gateway->json, name);

    for (size_t i = 0; i < gateway->header_count; i++)
        has = has || template_has(gateway->headers[i].value, name);
    return has;
}

bool notify_read_gateway(str value, struct notify_gateway *gateway, struct err *err)
{
    static const str x = STR_INIT("x");
    const struct template_values sample = {x, x, x, x, x, x, x, x};
    struct arena arena = {0};
    bool good = template_check(value, TEMPLATE_QUERY, err) &&
        fetch_check_url(template_fill(&arena, value, TEMPLATE_QUERY, &sample), err);

    arena_clear(&arena);
    if (good && gateway->url.len > 0)
        return err_set(err, ERR_INVALID, STR("there is such a gateway above"));
    gateway->url = value;
    if (good && template_fixed(value) < str_find_byte(value, '?', 0))
        return err_set(err, ERR_INVALID,
            STR("in the URL, places like {to} stand behind the question mark"));
    return good;
}

static bool invalid(struct err *err, str text)
{
    return err_set(err, ERR_INVALID, text);
}

static bool check_gateway(const struct notify_gateway *gateway, struct err *err)
{
    bool has_secret = gateway->secret.len > 0;

    if (gateway->form.len > 0 && gateway->json.len > 0)
        return invalid(err, STR("it has `form` and `json`; take away one of them"));
    if (gateway->is_get && gateway->form.len + gateway->json.len > 0)
        return invalid(err,
            STR("with `method GET` all stands in the URL; take away `form` or `json`"));
    if (!has_place(gateway, STR("to")) && !has_place(gateway, STR("digits")))
        return invalid(err, STR("it has no place for the number, {to} or {digits}"));
    if (!has_place(gateway, STR("words")))
        return invalid(err, STR("it has no place for what is said, {words}"));
    if (has_secret != (gateway->user.len > 0 || has_place(gateway, STR("secret"))))
        return invalid(err,
            STR("`secret-file` goes with `user`, or with {secret} in its place; one of "
                "the two is missing"));
    return address_require_safe(gateway->url, err);
}

bool text_check(const struct notify_settings *settings, struct err *err)
{
    return check_gateway(&settings->text, err) || err_while(err, STR("text"));
}

bool voice_check(const struct notify_settings *settings, struct err *err)
{
    return check_gateway(&settings->voice, err) || err_while(err, STR("voice"));
}

/* ---- what is sent ---- */

static str credentials(struct arena *arena, const struct notify_gateway *gateway)
{
    struct text plain = text_in(arena);
    struct text out = text_in(arena);

    text_add(&plain, gateway->user);
    text_add_byte(&plain, ':');
    text_add(&plain, gateway->secret);
    text_add(&out, STR("Basic "));
    text_add_base64(&out, (const uint8_t *)text_str(&plain).ptr, text_str(&plain).len);
    return text_str(&out);
}

/* A message is short, for it costs and may be cut; a call says it all. */
static struct template_values values_of(struct arena *arena,
    const struct notify_gateway *gateway, const struct notify_letter *letter)
{
    return (struct template_values){.to = letter->to,
        .digits = str_slice(letter->to, 1, letter->to.len),
        .words = letter->channel == NOTIFY_TEXT
            ? sms_write(arena, letter->subject, letter->link)
            : letter->words,
        .subject = letter->subject,
        .link = letter->link,
        .language = letter->language,
        .key = letter->key,
        .secret = gateway->secret};
}

/* What the body is, unless the operator says so. */
static str kind_of(const struct notify_gateway *gateway)
{
    const struct fetch_answer said = {.headers = (struct fetch_pair *)gateway->headers,
        .header_count = gateway->header_count};
    str ignored;

    if (fetch_header(&said, STR("Content-Type"), &ignored))
        return (str){0};
    if (gateway->json.len > 0)
        return STR("application/json");
    return gateway->form.len > 0 ? STR("application/x-www-form-urlencoded") : (str){0};
}

static struct fetch_pair *headers_of(struct arena *arena,
    const struct notify_gateway *gateway, const struct template_values *values,
    size_t *count)
{
    struct fetch_pair *out =
        ARENA_ARRAY(arena, struct fetch_pair, NOTIFY_HEADERS_MAX + 3);
    size_t n = 0;

    for (size_t i = 0; i < gateway->header_count; i++)
        out[n++] = (struct fetch_pair){gateway->headers[i].name,
            template_fill(arena, gateway->headers[i].value, TEMPLATE_HEADER, values)};
    if (kind_of(gateway).len > 0)
        out[n++] = (struct fetch_pair){STR("Content-Type"), kind_of(gateway)};
    if (gateway->user.len > 0)
        out[n++] =
            (struct fetch_pair){STR("Authorization"), credentials(arena, gateway)};
    if (!has_place(gateway, STR("key")))
        out[n++] = (struct fetch_pair){STR("Idempotency-Key"), values->key};
    *count = n;
    return out;
}

static struct fetch_request request_of(struct arena *arena,
    const struct notify_gateway *gateway, const struct notify_letter *letter)
{
    struct template_values values = values_of(arena, gateway, letter);
    struct fetch_request request = {.method = gateway->is_get ? FETCH_GET : FETCH_POST,
        .url = template_fill(arena, gateway->url, TEMPLATE_QUERY, &values),
        .body = gateway->json.len > 0
            ? template_fill(arena, gateway->json, TEMPLATE_JSON, &values)
            : template_fill(arena, gateway->form, TEMPLATE_FORM, &values),
        .body_limit = ANSWER_MAX,
        .cuts_body = true,
        .called = who,
        .authorities = gateway->authorities};

    request.headers = headers_of(arena, gateway, &values, &request.header_count);
    return request;
}

/* ---- what an answer means ---- */

/* Whether the answer has the pieces between the stars, in their order. */
static bool is_in(str pattern, str body)
{
    str piece;
    size_t at = 0;

    while (str_split(&pattern, '*', &piece)) {
        at = str_find(body, piece, at);
        if (at == body.len && piece.len > 0)
            return false;
        at += piece.len;
    }
    return true;
}

static bool is_gone(const struct notify_gateway *gateway, str body)
{
    for (size_t i = 0; i < gateway->gone_count; i++)
        if (is_in(gateway->gone[i], body))
            return true;
    return false;
}

/* Follow a path like messages.0.id. */
static str find_member(struct arena *arena, str path, str body)
{
    const struct json_value *at;
    struct json_value whole;
    struct err ignored = {0};
    uint64_t index;
    str name;

    if (!json_read(arena, body, &whole, &ignored))
        return (str){0};
    at = &whole;
    while (at != NULL && str_split(&path, '.', &name)) {
        if (at->kind == JSON_IS_ARRAY)
            at = str_to_u64(name, &index) && index < at->count ? &at->items[index]
                                                               : NULL;
        else
            at = json_find(at, name);
    }
    return at != NULL ? json_words(arena, at) : (str){0};
}

/* The word behind a text that the operator named. */
static str find_behind(str mark, str body)
{
    size_t at = str_find(body, mark, 0);
    str rest = str_trim(str_slice(body, at + mark.len, body.len));
    size_t end = 0;

    while (at < body.len && end < rest.len && rest.ptr[end] > ' ')
        end++;
    return str_slice(rest, 0, end);
}

/* Nothing comes through that could be anything but a name. */
static str reference_of(
    struct arena *arena, const struct notify_gateway *gateway, str body)
{
    str found = gateway->reference.len > 0
        ? find_member(arena, gateway->reference, body)
        : (str){0};

    if (gateway->reference_behind.len > 0)
        found = find_behind(gateway->reference_behind, body);
    for (size_t i = 0; i < found.len; i++)
        if (found.ptr[i] <= ' ' || found.ptr[i] >= 0x7f)
            return (str){0};
    return found.len <= REFERENCE_MAX ? found : (str){0};
}

/* Those that say that another try would end the same: not the keys, nor the address, which
 * somebody may mend. */
static bool is_for_good(unsigned status)
{
    return status == STATUS_BAD || status == STATUS_BAD_TOO;
}

static struct notify_result settle(const struct batch *batch,
    const struct notify_gateway *gateway, const struct fetch_answer *answer,
    const struct err *err)
{
    struct notify_result result = {.state = NOTIFY_LATER};
    bool is_taken = answer->status >= 200 && answer->status < 300;

    if (err->kind != ERR_NONE) {
        result.why = arena_str(batch->arena, err_text(err));
        return result;
    }
    if (is_taken && is_in(gateway->answer, answer->body)) {
        result.state = NOTIFY_HANDED;
        result.reference = reference_of(batch->arena, gateway, answer->body);
        return result;
    }
    result.retry_after = answer_retry_after(answer, batch->now);
    result.gone = is_gone(gateway, answer->body);
    if (result.gone || is_for_good(answer->status))
        result.state = NOTIFY_NEVER;
    if (result.gone)
        result.why = STR("the gateway says that this number cannot be reached");
    else if (is_taken)
        result.why = STR("the gateway's answer does not say that it took it");
    else
        result.why = answer_status(batch->arena, who, answer->status);
    return result;
}

static void send(struct outlet *outlet, const struct notify_gateway *gateway,
    const struct batch *batch)
{
    struct arena *arena = batch->arena;
    struct fetch_request *requests =
        ARENA_ARRAY(arena, struct fetch_request, batch->count);
    struct fetch_answer *answers =
        ARENA_ARRAY(arena, struct fetch_answer, batch->count);
    struct err *errs = ARENA_ARRAY(arena, struct err, batch->count);

    for (size_t i = 0; i < batch->count; i++)
        requests[i] = request_of(arena, gateway, &batch->letters[i]);
    fetch_all(outlet->client, arena, requests, batch->count, batch->deadline_ms,
        answers, errs);
    for (size_t i = 0; i < batch->count; i++)
        batch->results[i] = settle(batch, gateway, &answers[i], &errs[i]);
}

void text_send(struct outlet *outlet, const struct batch *batch)
{
    send(outlet, &outlet->settings->text, batch);
}

void voice_send(struct outlet *outlet, const struct batch *batch)
{
    send(outlet, &outlet->settings->voice, batch);
}
