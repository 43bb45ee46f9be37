/*
 * Searching visits that are over: each is read from the record again, and compared as
 * whoever searches may know it.  What is withheld from them is not found either.
 */
#include "app/desk_inside.h"

struct searching {
    struct desk *desk;
    const struct desk_search *search;
    str words;            /* plain; empty: all */
    struct arena *arena;  /* of what is found */
    struct arena scratch; /* of the visit that is looked at */
    struct desk_past *items;
    size_t count;
};

/* ---- words ---- */

static bool has_words(struct searching *s, str text)
{
    return text.len > 0 &&
        str_find(record_plain(&s->scratch, text), s->words, 0) < text.len;
}

static bool texts_have(struct searching *s, const struct visit_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        if (has_words(s, texts->items[i]))
            return true;
    return false;
}

/* By its label as well: people search for what they have seen. */
static bool value_has(
    struct searching *s, const struct desk_fact *fact, const struct json_value *value)
{
    for (size_t i = 0; fact != NULL && i < fact->choice_count; i++)
        if (value->kind == JSON_IS_TEXT &&
            str_equal(fact->choices[i].name, value->text) &&
            has_words(s, fact->choices[i].label))
            return true;
    return has_words(s, value->text);
}

static bool statement_has(struct searching *s, const struct visit *visit,
    const struct visit_statement *statement, enum desk_sight sight)
{
    struct desk_fact fact;
    struct err ignored = {0};
    bool known =
        desk_fact(s->desk, NULL, statement->fact, &s->scratch, &fact, &ignored);

    if (has_words(s, statement->by))
        return true;
    if (known && fact.is_private && sight != DESK_SEES_ALL)
        return false;
    return has_words(s, statement->source) || has_words(s, statement->words) ||
        value_has(s, known ? &fact : NULL, visit_value(visit, statement));
}

static bool visit_has(
    struct searching *s, const struct visit *visit, enum desk_sight sight)
{
    if (texts_have(s, &visit->account) || texts_have(s, &visit->closing_account) ||
        has_words(s, visit->keeper))
        return true;
    for (size_t i = 0; i < visit->statement_count; i++)
        if (statement_has(s, visit, &visit->statements[i], sight))
            return true;
    for (size_t i = 0; i < visit->message_count; i++)
        if (texts_have(s, &visit->messages[i].words))
            return true;
    for (size_t i = 0; sight == DESK_SEES_ALL && i < visit->document_count; i++)
        if (has_words(s, visit->documents[i].title))
            return true;
    return false;
}

static bool is_wanted(struct searching *s, const struct visit *visit)
{
    const struct desk_search *search = s->search;
    enum desk_sight sight = search->sight == NULL
        ? DESK_SEES_ALL
        : search->sight(search->context, visit->school);

    return sight != DESK_SEES_NOTHING && visits_in_earnest(visit, search->earnest) &&
        (search->school.len == 0 || str_equal(visit->school, search->school)) &&
        (search->end.len == 0 || str_equal(visit->end, search->end)) &&
        (s->words.len == 0 || visit_has(s, visit, sight));
}

/* ---- what is found ---- */

/* "entry refuse, notice not_yet". */
static str outcomes_of(struct arena *arena, const struct visit *visit)
{
    const struct visit_decision *decision = visit_decided(visit);
    struct text words = text_in(arena);

    for (size_t i = 0; decision != NULL && i < decision->outcomes.count; i++) {
        text_add(&words, i > 0 ? STR(", ") : STR(""));
        text_add(&words, decision->outcomes.names[i]);
        text_add_byte(&words, ' ');
        text_add(&words, decision->outcomes.items[i].text);
    }
    return text_str(&words);
}

static void add_past(struct searching *s, const struct visit *visit)
{
    s->items[s->count++] = (struct desk_past){.id = arena_str(s->arena, visit->id),
        .school = arena_str(s->arena, visit->school),
        .way = arena_str(s->arena, visit->way),
        .end = arena_str(s->arena, visit->end),
        .words = outcomes_of(s->arena, visit),
        .opened_at = visit->opened.at,
        .closed_at = visit->closed.at,
        .seq = visit->closed.seq,
        .exercise = visit->exercise};
}

enum { LOOKED_THROUGH_MAX = 200 };

/* A page of visits that are over: their ids, and where their ends stand. */
struct closed_page {
    uint8_t ids[LOOKED_THROUGH_MAX][STORE_ID_BYTES];
    uint64_t seqs[LOOKED_THROUGH_MAX];
    size_t count;
};

static bool read_page(struct desk *desk, const struct desk_search *search,
    struct closed_page *page, struct err *err)
{
    int64_t ends = search->ends > 0 ? search->ends : INT64_MAX;
    struct db_query q;
    bool done;

    take_turn(desk->keeper);
    q = store_closed_visits(
        &desk->keeper->db, search->before, search->begins, ends, LOOKED_THROUGH_MAX);
    while (page->count < LOOKED_THROUGH_MAX &&
        store_closed_visit_next(&q, page->ids[page->count], &page->seqs[page->count]))
        page->count++;
    done = db_done(&q, err);
    pass_turn(desk->keeper);
    return done;
}

static bool look_at(
    struct searching *s, const uint8_t id[STORE_ID_BYTES], struct err *err)
{
    char buffer[RECORD_VISIT_CHARS];
    struct text text = text_fixed(buffer, sizeof(buffer));
    struct visit *visit;

    text_add_base64url(&text, id, STORE_ID_BYTES);
    if (!desk_read(s->desk, text_str(&text), &visit, err))
        return false;
    if (visit != NULL && is_wanted(s, visit))
        add_past(s, visit);
    arena_clear(&s->scratch);
    visit_free(visit);
    return true;
}

bool desk_history(struct desk *desk, const struct desk_search *search,
    struct arena *arena, struct desk_past **out, size_t *count, uint64_t *next,
    struct err *err)
{
    struct searching s = {.desk = desk,
        .search = search,
        .words = record_plain(arena, search->words),
        .arena = arena};
    struct closed_page page = {.count = 0};
    size_t looked = 0;

    s.items = ARENA_ARRAY(arena, struct desk_past, search->most);
    *out = s.items;
    *count = 0;
    *next = 0;
    if (!read_page(desk, search, &page, err))
        return false;
    while (looked < page.count && s.count < search->most)
        if (!look_at(&s, page.ids[looked++], err))
            return false;
    if (looked < page.count || page.count == LOOKED_THROUGH_MAX)
        *next = page.seqs[looked - 1];
    *count = s.count;
    return true;
}
