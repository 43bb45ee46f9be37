/*
 * vestibule day: a recorded day told again.
 *
 * A fold over events: each adds what was stated, then everything is decided anew;
 * duties and words are told when they first arise.
 */
#include "cli/day.h"

#include "os/os.h"

enum { DAY_MAX_BYTES = 1 << 20 };

static void supply(struct day_run *run, const struct moment *at)
{
    struct situation *s = &run->situation;

    memcpy(s->facts, run->stated,
        run->protocol->image.count[SECTION_FACTS] * sizeof(*s->facts));
    s->at = *at;
    s->has_at = true;
    situation_supply(s);
}

bool day_step(struct day_run *run, const struct day_event *event, struct err *err)
{
    if (!event->states_fact && run->decision.outcomes != NULL)
        return true;
    if (event->states_fact)
        run->stated[event->fact] = event->value;
    supply(run, &event->at);
    return decision_make(run->session->arena, &run->situation, &run->decision, err);
}

bool day_vary(struct day_run *run, const struct day_variant *variant,
    struct decision *out, struct err *err)
{
    struct situation *s = &run->situation;

    supply(run, &run->decision.at);
    for (size_t i = 0; i < variant->count; i++)
        s->facts[variant->changes[i].fact] = variant->changes[i].value;
    situation_supply(s);
    return decision_make(run->session->arena, s, out, err);
}

bool day_deadline(const struct day_run *run, uint32_t duty, const struct moment *at,
    struct moment *due)
{
    return calendar_deadline(
        &run->situation.calendar, &run->protocol->image, duty, at, due);
}

void text_add_deadline(
    struct text *text, const struct moment *at, const struct moment *due)
{
    text_add(text, STR("by "));
    if (due->day != at->day) {
        text_add_date(text, due->day);
        text_add(text, STR(" "));
    }
    text_add_time(text, due->minute);
}

/* The protocol stands beside the day's file unless its path is absolute. */
static str path_beside(struct arena *arena, str file, str path)
{
    struct text whole = text_in(arena);
    size_t end = file.len;

    while (end > 0 && file.ptr[end - 1] != '/')
        end--;
    if (str_starts(path, STR("/")) || str_equal(file, STR("-")))
        return path;
    text_add(&whole, str_slice(file, 0, end));
    text_add(&whole, path);
    return text_str(&whole);
}

bool day_take(struct day_run *run, const struct json_value *root,
    struct protocol *protocol, struct err *err)
{
    struct arena *arena = run->session->arena;
    struct day *day = ARENA_NEW(arena, struct day);
    const struct image *image = &protocol->image;

    if (!day_read(arena, root, protocol, day, err) ||
        !situation_start(run->session, protocol, &run->situation, err))
        return false;
    run->protocol = protocol;
    run->day = day;
    run->stated = arena_copy(
        arena, run->situation.facts, image->count[SECTION_FACTS], sizeof(int32_t));
    run->duty_told = ARENA_ARRAY(arena, bool, image->count[SECTION_DUTIES]);
    run->say_told = ARENA_ARRAY(arena, bool, image->count[SECTION_SAYS]);
    return true;
}

static bool begin(struct day_run *run, struct protocol *protocol, struct err *err)
{
    struct session *session = run->session;
    str file = session->arguments[0];
    struct json_value root;
    str path;

    if (!os_read_file(session->arena, file, DAY_MAX_BYTES, &run->source, err))
        return false;
    if (!json_read(session->arena, run->source, &root, err) ||
        !day_protocol(&root, &path, err))
        return err_while(err, shown_path(file));
    path = path_beside(session->arena, file, path);
    if (!protocol_require(session, path, protocol, err))
        return false;
    return day_take(run, &root, protocol, err) || err_while(err, shown_path(file));
}

static bool tell(struct day_run *run, struct protocol *protocol, struct err *err)
{
    if (!begin(run, protocol, err))
        return false;
    if (option_given(run->session, OPTION_RECORD))
        return day_record(run, run->session->given[OPTION_RECORD], err);
    return run->session->json ? day_json(run, err) : day_show(run, err);
}

bool run_day(struct session *session, struct err *err)
{
    struct protocol protocol = {0};
    struct day_run run = {.session = session};
    bool done = tell(&run, &protocol, err);

    protocol_close(&protocol);
    return done;
}
