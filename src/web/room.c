/*
 * Keeping a few editions open.
 */
#include "web/room.h"

#include "study/study.h"

static void leave(struct room_edition *edition)
{
    policy_clear(&edition->policy);
    arena_clear(&edition->arena);
    *edition = (struct room_edition){0};
}

/* The place of an edition, or the one that was looked at longest ago. */
static struct room_edition *find_place(struct room *room, str digest)
{
    struct room_edition *oldest = &room->editions[0];

    for (size_t i = 0; i < ROOM_EDITIONS_MAX; i++) {
        if (str_equal(room->editions[i].digest, digest))
            return &room->editions[i];
        if (room->editions[i].used < oldest->used)
            oldest = &room->editions[i];
    }
    return oldest;
}

/* What compiled once compiles again. */
static void enter(struct room_edition *edition, const struct compiled *document)
{
    struct arena *arena = &edition->arena;
    str source;

    leave(edition);
    source = arena_str(arena, document->source);
    edition->digest = arena_str(arena, document->bench.digest);
    REQUIRE(policy_compile(arena, source, &edition->diags, &edition->policy));
    diags_sort(&edition->diags);
    prose_render(arena, &edition->policy.tree.scan, source, &edition->prose);
    edition->charts = ARENA_ARRAY(arena, str, edition->policy.tree.outcome_count);
}

struct room_edition *room_open(struct room *room, const struct compiled *document)
{
    struct room_edition *edition = find_place(room, document->bench.digest);

    if (edition->digest.len == 0 ||
        !str_equal(edition->digest, document->bench.digest) ||
        diagram_failed(edition->policy.diagram))
        enter(edition, document);
    edition->used = ++room->count;
    return edition;
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
