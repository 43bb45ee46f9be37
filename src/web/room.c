/*
 * Keeping a few editions open.
 */
#include "web/room.h"

#include "study/study.h"

static void leave(struct room_edition *edition)
{
    compiled_free(edition->bench);
    policy_clear(&edition->policy);
    arena_clear(&edition->arena);
    *edition = (struct room_edition){0};
}

/* The place of a document, or the one that was looked at longest ago. */
static struct room_edition *find_place(struct room *room, str source)
{
    struct room_edition *oldest = &room->editions[0];

    for (size_t i = 0; i < ROOM_EDITIONS_MAX; i++) {
        if (str_equal(room->editions[i].source, source))
            return &room->editions[i];
        if (room->editions[i].used < oldest->used)
            oldest = &room->editions[i];
    }
    return oldest;
}

static void enter(struct room_edition *edition, str document)
{
    struct arena *arena = &edition->arena;
    bool whole;

    leave(edition);
    edition->source = arena_str(arena, document);
    whole = policy_compile(arena, edition->source, &edition->diags, &edition->policy);
    REQUIRE(whole || edition->diags.errors > 0);
    diags_sort(&edition->diags);
    if (edition->diags.errors > 0)
        return;
    prose_render(arena, &edition->policy.tree.scan, edition->source, &edition->prose);
    edition->charts = ARENA_ARRAY(arena, str, edition->policy.tree.outcome_count);
}

/* Whether drawing and counting can go on in it. */
static bool is_worn(const struct room_edition *edition)
{
    return edition->policy.diagram != NULL && diagram_failed(edition->policy.diagram);
}

struct room_edition *room_open(struct room *room, str source)
{
    struct room_edition *edition = find_place(room, source);

    if (edition->used == 0 || !str_equal(edition->source, source) || is_worn(edition))
        enter(edition, source);
    edition->used = ++room->count;
    return edition;
}

bool room_compiled(struct room_edition *edition, str name, const struct compiled **out,
    struct err *err)
{
    bool done = edition->bench != NULL ||
        compiled_take(name, edition->source, &edition->policy, &edition->diags,
            &edition->bench, err);

    *out = edition->bench;
    return done;
}

str room_chart(struct room_edition *edition, uint32_t outcome)
{
    struct text text = text_in(&edition->arena);

    if (edition->charts[outcome].len == 0) {
        study_draw(&edition->arena, &edition->policy, outcome, STUDY_SVG, &text);
        edition->charts[outcome] = text_str(&text);
    }
    return edition->charts[outcome];
}

void room_clear(struct room *room)
{
    for (size_t i = 0; i < ROOM_EDITIONS_MAX; i++)
        leave(&room->editions[i]);
}
