/*
 * GET /about: what this program is, and by which protocols it answers.
 */
#include "web/door.h"
#include "web/pages.h"

enum { PROGRAM_ROWS = 2, PROTOCOL_ROWS = 4 };

static str date_in(struct arena *arena, uint32_t word)
{
    struct text text = text_in(arena);

    text_add_date(&text, (int32_t)word);
    return text_str(&text);
}

static str until(struct arena *arena, uint32_t word)
{
    return (int32_t)word == INT32_MIN ? STR("It is replaced") : date_in(arena, word);
}

static struct protocol_view protocol_of(
    struct arena *arena, const struct compiled *item)
{
    const uint32_t *head = item->bench.image.head;
    struct row_view *rows = ARENA_ARRAY(arena, struct row_view, PROTOCOL_ROWS);

    rows[0] = (struct row_view){
        .key = STR("Edition"), .value = date_in(arena, head[HEAD_EDITION])};
    rows[1] = (struct row_view){
        .key = STR("In force from"), .value = date_in(arena, head[HEAD_FROM])};
    rows[2] = (struct row_view){
        .key = STR("In force until"), .value = until(arena, head[HEAD_UNTIL])};
    rows[3] = (struct row_view){.key = STR("Digest"),
        .value = item->bench.digest,
        .note = STR("Every decision names it, and can be made again from it.")};
    return (struct protocol_view){.name = item->name,
        .title = item->title,
        .summary = {.rows = rows, .count = PROTOCOL_ROWS}};
}

bool show_about(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct site *site = caller->site;
    struct arena *arena = caller->arena;
    struct protocol_view *protocols =
        ARENA_ARRAY(arena, struct protocol_view, site->shelf.count);
    struct keeper_state state;
    struct row_view rows[PROGRAM_ROWS] = {
        {.key = STR("Version"), .value = site->version}, {.key = STR("Record")}};
    struct about_view view = {.program = {.rows = rows, .count = PROGRAM_ROWS},
        .protocols = protocols,
        .protocol_count = site->shelf.count};
    struct html html = caller_page(caller, STR("About Vestibule"), &view.frame);

    if (!keeper_state(site->keeper, &state, err))
        return false;
    rows[1].value = state.origin;
    for (size_t i = 0; i < site->shelf.count; i++)
        protocols[i] = protocol_of(arena, site->shelf.items[i]);
    view_about(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}
