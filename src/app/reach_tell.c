/*
 * A letter by itself, handed over by the thread that does things aside: it has channels of
 * its own, so it waits for no call-out and no call-out waits for it.
 */
#include "app/reach_inside.h"

enum { TELL_MS = 10000 };

struct telling {
    struct notify *notify;
    struct notify_letter letter;
    int64_t now;
    struct notify_result result;
};

static void tell(struct aside_work *work)
{
    struct telling *telling = work->context;

    notify_send(telling->notify, &work->arena, &telling->letter, 1, telling->now,
        TELL_MS, &telling->result);
    notify_let_go(telling->notify);
    crypto_forget((void *)telling->letter.words.ptr, telling->letter.words.len);
    crypto_forget((void *)telling->letter.about.ptr, telling->letter.about.len);
}

static str work_name(struct arena *arena, str name)
{
    struct text text = text_in(arena);

    text_add(&text, STR("letter "));
    text_add(&text, name);
    return text_str(&text);
}

static struct notify_letter copy_letter(
    struct arena *arena, const struct notify_letter *letter)
{
    struct notify_letter copy = *letter;
    str *texts[] = {&copy.to, &copy.key, &copy.topic, &copy.about, &copy.subject,
        &copy.words, &copy.link, &copy.language};

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_str(arena, *texts[i]);
    return copy;
}

bool reach_tell(struct reach *reach, struct aside *aside, str name,
    const struct notify_letter *letter, int64_t now, struct err *err)
{
    struct arena arena = {0};
    str whole = work_name(&arena, name);
    struct aside_work *work = aside_find(aside, whole);
    struct telling *telling;
    bool taken;

    if (work != NULL && work->is_done)
        aside_drop(aside, work);
    taken = (notify_has(reach->means->single, letter->channel) ||
                err_set(err, ERR_NOT_FOUND,
                    SAY("this channel is not set up; whoever runs this Vestibule does "
                        "that"))) &&
        aside_take(aside, whole, &work, err);
    arena_clear(&arena);
    if (!taken)
        return false;
    telling = ARENA_NEW(&work->arena, struct telling);
    *telling = (struct telling){.notify = reach->means->single,
        .letter = copy_letter(&work->arena, letter),
        .now = now};
    notify_hold(telling->notify);
    aside_begin(aside, work, tell, telling);
    return true;
}

enum reach_told reach_told(struct aside *aside, struct arena *arena, str name, str *why)
{
    struct aside_work *work = aside_find(aside, work_name(arena, name));
    const struct telling *telling;

    *why = (str){0};
    if (work == NULL)
        return REACH_NOTHING;
    if (!work->is_done)
        return REACH_SENDING;
    telling = work->context;
    if (telling->result.state == NOTIFY_HANDED)
        return REACH_SENT;
    *why = arena_str(arena, telling->result.why);
    return REACH_NOT_SENT;
}
