/*
 * Hands letters over, for scripts that play the other side.
 *
 *     notify_peer DIR DEADLINE_MS NOW <LETTERS    a JSON array of letters of one channel
 *     notify_peer DIR settings                    whether DIR/channels.conf is right
 *     notify_peer DIR beat
 *
 * Says a line of JSON for each letter, in their order: what came of it.
 */
#include "app/app.h"
#include "os/os.h"
#include "json/json.h"

enum { INPUT_MAX = 1 << 20, BEAT_MS = 20000 };

static int fail(const struct err *err)
{
    struct err ignored;

    (void)os_write(OS_STDERR, err_text(err), &ignored);
    (void)os_write(OS_STDERR, STR("\n"), &ignored);
    return 1;
}

static str text_of(const struct json_value *object, str name)
{
    const struct json_value *value = json_find(object, name);

    return value != NULL ? value->text : (str){0};
}

static struct notify_letter read_letter(const struct json_value *object)
{
    const struct json_value *lives = json_find(object, STR("lives"));
    const struct json_value *written = json_find(object, STR("written"));
    const struct json_value *urgent = json_find(object, STR("urgent"));
    struct notify_letter letter = {.to = text_of(object, STR("to")),
        .key = text_of(object, STR("key")),
        .topic = text_of(object, STR("topic")),
        .about = text_of(object, STR("about")),
        .subject = text_of(object, STR("subject")),
        .words = text_of(object, STR("words")),
        .link = text_of(object, STR("link")),
        .language = text_of(object, STR("language")),
        .lives = lives != NULL ? lives->integer : 0,
        .written = written != NULL ? written->integer : 0,
        .urgent = urgent != NULL && urgent->truth};

    REQUIRE(notify_channel_find(text_of(object, STR("channel")), &letter.channel));
    return letter;
}

static void say(struct text *out, const struct notify_result *result)
{
    static const str states[] = {[NOTIFY_LATER] = STR_INIT("later"),
        [NOTIFY_HANDED] = STR_INIT("handed"),
        [NOTIFY_NEVER] = STR_INIT("never")};
    struct json_out json = json_start(out, false);

    json_object(&json);
    json_key(&json, STR("state"));
    json_str(&json, states[result->state]);
    json_key(&json, STR("gone"));
    json_bool(&json, result->gone);
    json_key(&json, STR("retry_after"));
    json_i64(&json, result->retry_after);
    json_key(&json, STR("reference"));
    json_str(&json, result->reference);
    json_key(&json, STR("why"));
    json_str(&json, result->why);
    json_end(&json);
    json_done(&json);
    text_add_byte(out, '\n');
}

static bool send(
    struct arena *arena, struct notify *notify, char **argv, struct err *err)
{
    struct notify_letter *letters = ARENA_ARRAY(arena, struct notify_letter, 64);
    struct notify_result *results = ARENA_ARRAY(arena, struct notify_result, 64);
    struct text out = text_in(arena);
    struct json_value list;
    uint64_t deadline_ms;
    int64_t now;
    str input;

    REQUIRE(str_to_u64(str_from(argv[2]), &deadline_ms) &&
        str_to_i64(str_from(argv[3]), &now));
    if (!os_read_file(arena, STR("-"), INPUT_MAX, &input, err) ||
        !json_read(arena, input, &list, err))
        return false;
    REQUIRE(list.count <= 64);
    for (size_t i = 0; i < list.count; i++)
        letters[i] = read_letter(&list.items[i]);
    notify_send(
        notify, arena, letters, list.count, now, (uint32_t)deadline_ms, results);
    for (size_t i = 0; i < list.count; i++)
        say(&out, &results[i]);
    return os_write(OS_STDOUT, text_str(&out), err);
}

int main(int argc, char **argv)
{
    struct notify_settings *settings;
    struct arena arena = {0};
    struct notify *notify;
    struct err err = {0};
    bool done;

    REQUIRE(argc >= 3);
    os_prepare(70);
    settings = ARENA_NEW(&arena, struct notify_settings);
    if (!channels_file_read(&arena, str_from(argv[1]), settings, &err))
        return fail(&err);
    notify = notify_open(&arena, settings, &err);
    if (notify == NULL)
        return fail(&err);
    if (str_equal(str_from(argv[2]), STR("settings")))
        done = true;
    else if (str_equal(str_from(argv[2]), STR("beat")))
        done = notify_beat(notify, &arena, BEAT_MS, &err);
    else
        done = argc == 4 && send(&arena, notify, argv, &err);
    notify_close(notify);
    if (!done)
        (void)fail(&err);
    arena_clear(&arena);
    return done ? 0 : 1;
}
