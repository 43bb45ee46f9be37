/*
 * Facts from the command line and from files, and what the clock adds.
 */
#include "cli/situation.h"

#include "os/os.h"
#include "json/json.h"

enum { FACTS_MAX_BYTES = 1 << 20, CALENDAR_MAX_BYTES = 1 << 20, DAY_SECONDS = 86400 };

/* Show a moment by the clocks of the zone, if there is one. */
static bool localise(struct situation *s, struct err *err)
{
    int64_t instant = (int64_t)s->at.day * DAY_SECONDS +
        ((int64_t)s->at.minute - s->at.offset) * 60 + s->at.second;

    return s->zone.len == 0 || os_moment(s->zone, instant, &s->at, err);
}

bool situation_start(struct session *session, const struct protocol *protocol,
    struct situation *out, struct err *err)
{
    str at = session->given[OPTION_AT];
    str path = session->given[OPTION_CALENDAR];
    str source;

    *out = (struct situation){.protocol = protocol,
        .facts =
            ARENA_ARRAY(session->arena, int32_t, protocol->image.count[SECTION_FACTS]),
        .zone = session->given[OPTION_ZONE]};
    situation_forget(out);
    if (at.ptr != NULL) {
        if (!moment_parse(at, &out->at))
            return err_set(err, ERR_USAGE,
                STR("--at: write a moment as in 2025-01-24T11:15:00-06:00"));
        out->has_at = true;
        if (!localise(out, err))
            return false;
    }
    if (path.ptr == NULL)
        return true;
    if (!os_read_file(session->arena, path, CALENDAR_MAX_BYTES, &source, err))
        return false;
    return calendar_read(session->arena, source, &out->calendar, err) ||
        err_while(err, shown_path(path));
}

void situation_forget(struct situation *situation)
{
    for (uint32_t f = 0; f < situation->protocol->image.count[SECTION_FACTS]; f++)
        situation->facts[f] = FACT_UNKNOWN;
}

bool situation_state(struct situation *situation, str statement, struct err *err)
{
    const struct image *image = &situation->protocol->image;
    size_t equals = str_find_byte(statement, '=', 0);
    uint32_t fact;

    return json_find_fact(
               image, str_trim(str_slice(statement, 0, equals)), &fact, err) &&
        json_read_fact(image, fact, str_slice(statement, equals + 1, statement.len),
            &situation->facts[fact], err);
}

bool situation_read(
    struct situation *situation, struct arena *arena, str source, struct err *err)
{
    struct moment at;
    bool has_at;

    if (!json_read_facts(arena, source, &situation->protocol->image, situation->facts,
            &at, &has_at, err))
        return false;
    if (!has_at)
        return true;
    situation->at = at;
    situation->has_at = true;
    return localise(situation, err);
}

/* The file among the arguments goes first, so that NAME=VALUE may correct it. */
static bool read_file_argument(
    struct session *session, size_t first, struct situation *situation, struct err *err)
{
    str path = {0};
    str source;

    for (size_t i = first; i < session->argument_count; i++) {
        str word = session->arguments[i];

        if (str_find_byte(word, '=', 0) < word.len)
            continue;
        if (path.ptr != NULL) {
            err_set(err, ERR_USAGE, STR("one file of facts is enough, but `"));
            err_add(err, path);
            err_add(err, STR("` and `"));
            err_add(err, word);
            return err_add(err, STR("` are given; a fact is NAME=VALUE"));
        }
        path = word;
    }
    if (path.ptr == NULL)
        return true;
    if (str_equal(path, STR("-")) && str_equal(situation->protocol->path, STR("-")))
        return err_set(err, ERR_USAGE,
            STR("only one of document and facts can come from standard input"));
    if (!os_read_file(session->arena, path, FACTS_MAX_BYTES, &source, err))
        return err->kind == ERR_NOT_FOUND
            ? err_add(err, STR("; or is it a fact? those are given as NAME=VALUE"))
            : false;
    return situation_read(situation, session->arena, source, err) ||
        err_while(err, shown_path(path));
}

bool situation_arguments(
    struct session *session, size_t first, struct situation *situation, struct err *err)
{
    if (!read_file_argument(session, first, situation, err))
        return false;
    for (size_t i = first; i < session->argument_count; i++) {
        str word = session->arguments[i];

        if (str_find_byte(word, '=', 0) < word.len &&
            !situation_state(situation, word, err))
            return false;
    }
    return true;
}

bool situation_now(struct situation *situation, struct err *err)
{
    if (situation->has_at)
        return true;
    situation->has_at = true;
    return os_moment(situation->zone, os_now(), &situation->at, err);
}

/* The day that is decided on: `today`, where the facts state it. */
static int32_t day_of(const struct situation *s)
{
    uint32_t today = s->protocol->image.today;

    return today != IMAGE_ABSENT && s->facts[today] != FACT_UNKNOWN ? s->facts[today]
                                                                    : s->at.day;
}

bool situation_in_force(const struct situation *situation)
{
    return !situation->has_at ||
        image_in_force(&situation->protocol->image, day_of(situation));
}

void situation_tell(struct session *session, const struct situation *situation)
{
    struct text words = text_in(session->arena);

    if (session->json || situation_in_force(situation))
        return;
    text_add(&words, STR("note: not in force on "));
    text_add_date(&words, day_of(situation));
    text_add(&words, STR(": this edition is "));
    text_add_force(&words, &situation->protocol->image);
    text_add(&words, STR(". This is what it would answer."));
    session_talk(session, text_str(&words));
}

void situation_supply(struct situation *s)
{
    calendar_supply(
        &s->calendar, &s->protocol->image, s->has_at ? &s->at : NULL, s->facts);
}
