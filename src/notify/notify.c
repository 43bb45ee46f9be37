/*
 * Channels by name, what each holds, and which letters one can take at all.
 */
#include "notify/inside.h"

/* What a channel does; without `has` there is no such channel yet to be set up. */
struct channel {
    str name;
    bool (*has)(const struct notify_settings *settings);
    bool (*check)(
        const struct notify_settings *settings, struct err *err); /* or NULL */
    void (*complete)(struct notify_settings *settings);           /* or NULL */
    void (*send)(struct outlet *outlet, const struct batch *batch);
    bool only_public; /* others say where it goes: not into our own network */
};

/* clang-format off */
static const struct channel channels[NOTIFY_CHANNELS] = {
    [NOTIFY_MAIL]  = {STR_INIT("mail"),    mail_has,  mail_check,  mail_complete, mail_send,  false},
    [NOTIFY_TEXT]  = {STR_INIT("text"),    text_has,  text_check,  NULL,          text_send,  false},
    [NOTIFY_VOICE] = {STR_INIT("voice"),   voice_has, voice_check, NULL,          voice_send, false},
    [NOTIFY_PUSH]  = {STR_INIT("push"),    push_has,  NULL,        NULL,          push_send,  true},
    [NOTIFY_HOOK]  = {STR_INIT("webhook"), hook_has,  hook_check,  NULL,          hook_send,  true},
};
/* clang-format on */

str notify_channel_name(enum notify_channel channel)
{
    return channels[channel].name;
}

bool notify_channel_find(str name, enum notify_channel *out)
{
    for (size_t i = 0; i < NOTIFY_CHANNELS; i++) {
        if (!str_equal(channels[i].name, name))
            continue;
        *out = (enum notify_channel)i;
        return true;
    }
    return false;
}

/* ---- settings ---- */

static bool has(const struct notify_settings *settings, enum notify_channel channel)
{
    return channels[channel].has != NULL && channels[channel].has(settings);
}

bool notify_check_settings(const struct notify_settings *settings, struct err *err)
{
    bool done = true;

    for (size_t i = 0; done && i < NOTIFY_CHANNELS; i++)
        done = !has(settings, (enum notify_channel)i) || channels[i].check == NULL ||
            channels[i].check(settings, err);
    return done;
}

/* ---- opening ---- */

bool notify_has(const struct notify *notify, enum notify_channel channel)
{
    return has(&notify->settings, channel);
}

bool notify_has_hook(const struct notify *notify, str name)
{
    return notify_find_hook(&notify->settings, name) != NULL;
}

static bool open_outlet(struct notify *notify, struct arena *arena,
    enum notify_channel channel, struct err *err)
{
    const struct fetch_settings client = {.only_public = channels[channel].only_public,
        .allowed = notify->settings.allowed,
        .allowed_count = notify->settings.allowed_count};
    struct outlet *outlet = &notify->outlets[channel];

    if (channels[channel].complete != NULL)
        channels[channel].complete(&notify->settings);
    outlet->settings = &notify->settings;
    outlet->client = fetch_open(arena, &client, err);
    return outlet->client != NULL && crypto_open(&outlet->crypto, err);
}

struct notify *notify_open(
    struct arena *arena, const struct notify_settings *settings, struct err *err)
{
    static const struct fetch_settings heart = {0};
    struct notify *notify = ARENA_NEW(arena, struct notify);
    bool done = notify_check_settings(settings, err);

    notify->settings = *settings;
    for (size_t i = 0; done && i < NOTIFY_CHANNELS; i++)
        done = !notify_has(notify, (enum notify_channel)i) ||
            open_outlet(notify, arena, (enum notify_channel)i, err);
    if (done && settings->heartbeat.len > 0) {
        notify->heart = fetch_open(arena, &heart, err);
        done = notify->heart != NULL;
    }
    if (done)
        return notify;
    notify_close(notify);
    return NULL;
}

void notify_hold(struct notify *notify)
{
    notify->holders++;
}

void notify_let_go(struct notify *notify)
{
    notify->holders--;
}

bool notify_is_held(const struct notify *notify)
{
    return notify->holders > 0;
}

void notify_close(struct notify *notify)
{
    if (notify == NULL)
        return;
    for (size_t i = 0; i < NOTIFY_CHANNELS; i++) {
        fetch_close(notify->outlets[i].client);
        crypto_close(&notify->outlets[i].crypto);
    }
    fetch_close(notify->heart);
}

/* ---- sending ---- */

static bool is_key(str key)
{
    bool is = key.len > 0 && key.len <= NOTIFY_KEY_MAX;

    for (size_t i = 0; is && i < key.len; i++)
        is = char_is_lower(key.ptr[i]) || char_is_upper(key.ptr[i]) ||
            char_is_digit(key.ptr[i]) ||
            str_find_byte(STR("-_.:"), key.ptr[i], 0) < STR("-_.:").len;
    return is;
}

/* Whether the letter can be sent by anybody. */
static bool judge(const struct notify_letter *letter, struct err *err)
{
    const str texts[] = {letter->subject, letter->words, letter->link, letter->language,
        letter->topic, letter->about};
    size_t len = 0;

    if (!is_key(letter->key))
        return err_set(
            err, ERR_USAGE, STR("the letter has no key, or a malformed one"));
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        len += texts[i].len;
        if (str_invalid_utf8(texts[i]) < texts[i].len)
            return err_set(err, ERR_USAGE, STR("the letter is not written in UTF-8"));
    }
    if (len > NOTIFY_WORDS_MAX)
        return err_set(err, ERR_LIMIT, STR("the letter is longer than 16 KiB"));
    return notify_check_address(letter->channel, letter->to, err);
}

/* An address that is none is nobody's; it need not be tried again, nor kept. */
static struct notify_result refuse(struct arena *arena, const struct err *err)
{
    return (struct notify_result){.state = NOTIFY_NEVER,
        .gone = err->kind == ERR_INVALID,
        .why = arena_str(arena, err_text(err))};
}

void notify_send(struct notify *notify, struct arena *arena,
    const struct notify_letter *letters, size_t count, int64_t now,
    uint32_t deadline_ms, struct notify_result *results)
{
    struct notify_letter *good = ARENA_ARRAY(arena, struct notify_letter, count);
    struct notify_result *theirs = ARENA_ARRAY(arena, struct notify_result, count);
    size_t *places = ARENA_ARRAY(arena, size_t, count);
    struct batch batch = {.arena = arena,
        .letters = good,
        .now = now,
        .deadline_ms = deadline_ms,
        .results = theirs};

    REQUIRE(count <= NOTIFY_LETTERS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct err err = {0};

        REQUIRE(letters[i].channel == letters[0].channel);
        if (!notify_has(notify, letters[i].channel)) {
            results[i] = (struct notify_result){
                .why = STR("DIR/channels.conf does not have this channel")};
        } else if (!judge(&letters[i], &err)) {
            results[i] = refuse(arena, &err);
        } else {
            places[batch.count] = i;
            good[batch.count++] = letters[i];
        }
    }
    if (batch.count > 0)
        channels[good[0].channel].send(&notify->outlets[good[0].channel], &batch);
    for (size_t i = 0; i < batch.count; i++)
        results[places[i]] = theirs[i];
}

/* ---- the heart ---- */

bool notify_has_heart(const struct notify *notify)
{
    return notify->settings.heartbeat.len > 0;
}

bool notify_beat(
    struct notify *notify, struct arena *arena, uint32_t deadline_ms, struct err *err)
{
    struct fetch_request request = {
        .url = notify->settings.heartbeat, .called = STR("the heartbeat's address")};
    struct fetch_answer answer;

    if (request.url.len == 0)
        return true;
    if (!fetch_one(notify->heart, arena, &request, deadline_ms, &answer, err))
        return false;
    if (answer.status >= 200 && answer.status < 300)
        return true;
    err_set(err, ERR_IO, STR("the heartbeat's address answers with status "));
    return err_add_i64(err, answer.status);
}
