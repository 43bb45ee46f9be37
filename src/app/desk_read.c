/*
 * Visits read from the record: those that are open at start, those that somebody asks
 * for, and those of which memory may have lost the thread.
 */
#include "app/desk_inside.h"

/* ---- one visit ---- */

static bool add_row(struct desk *desk, struct visit *visit,
    const struct store_event *row, struct err *err)
{
    struct arena arena = {0};
    struct seen_event seen;
    bool done = seen_event_open(desk->keeper, &arena, row, &seen, err);

    if (done && !visit_add(visit, row->seq, seen.event))
        done = err_set(
            err, ERR_CORRUPT, SAY("a visit has a gap; run `vestibule log fsck`"));
    arena_clear(&arena);
    return done;
}

static bool add_rows(struct desk *desk, struct visit *visit,
    const uint8_t id[STORE_ID_BYTES], struct err *err)
{
    struct db_query q = store_visit_events(&desk->keeper->db, id);
    struct store_event row;
    bool done = true;

    while (done && store_event_next(&q, &row))
        done = add_row(desk, visit, &row, err);
    return db_done(&q, done ? err : &(struct err){0}) && done;
}

static bool read_id(str text, uint8_t id[STORE_ID_BYTES], struct err *err)
{
    size_t len;

    return (base64url_read(text, id, STORE_ID_BYTES, &len) && len == STORE_ID_BYTES) ||
        err_set(err, ERR_USAGE,
            SAY("this names no visit: 22 characters, as its page shows them"));
}

bool desk_read(struct desk *desk, str id, struct visit **out, struct err *err)
{
    uint8_t bytes[STORE_ID_BYTES];
    struct visit *visit;
    bool done;

    *out = NULL;
    if (!read_id(id, bytes, err))
        return false;
    visit = visit_new(id);
    take_turn(desk->keeper);
    done = add_rows(desk, visit, bytes, err);
    pass_turn(desk->keeper);
    if (done && visit->next > 0)
        *out = visit;
    else
        visit_free(visit);
    return done;
}

/* ---- what is in doubt ---- */

/* Who did the last thing in a visit. */
static str last_by(const struct visit *visit)
{
    for (size_t i = visit->timeline_count; i > 0; i--)
        if (visit->timeline[i - 1].by.len > 0)
            return visit->timeline[i - 1].by;
    return visit->by;
}

bool desk_resume(struct desk *desk, struct visit *visit, struct err *err)
{
    struct err contradiction = {0};

    if (desk_settle(desk, visit, last_by(visit), NULL, &contradiction) ||
        contradiction.kind == ERR_INVALID)
        return true;
    *err = contradiction;
    return false;
}

/* Put what the record has in the place of what is here. */
static bool refresh(struct desk *desk, str id, struct err *err)
{
    struct visit *visit;

    if (!desk_read(desk, id, &visit, err))
        return false;
    visits_drop(&desk->visits, id);
    if (visit == NULL)
        return true;
    if (visits_take(&desk->visits, visit, err))
        return desk_resume(desk, visit, err);
    visit_free(visit);
    return false;
}

bool desk_catch_up(struct desk *desk, struct err *err)
{
    while (desk->doubt_count > 0) {
        str id = {desk->doubts[desk->doubt_count - 1], RECORD_VISIT_CHARS};

        if (!refresh(desk, id, err))
            return false;
        desk->doubt_count--;
    }
    visits_trim(&desk->visits);
    return true;
}

bool desk_find(struct desk *desk, str id, struct visit **out, struct err *err)
{
    *out = visits_find(&desk->visits, id);
    if (*out != NULL)
        return true;
    if (!desk_read(desk, id, out, err))
        return false;
    if (*out == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such visit"));
    if (visits_take(&desk->visits, *out, err))
        return true;
    visit_free(*out);
    *out = NULL;
    return false;
}

bool desk_visit(struct desk *desk, str id, const struct visit **out, struct err *err)
{
    struct visit *visit = NULL;
    bool done = desk_catch_up(desk, err) && desk_find(desk, id, &visit, err);

    *out = visit;
    return done;
}

/* ---- lists ---- */

size_t desk_board(struct desk *desk, const struct visits_filter *filter,
    struct arena *arena, struct visit ***out)
{
    struct err ignored = {0};
    /* A board that is one visit behind is better than none. */
    bool is_current = desk_catch_up(desk, &ignored);

    (void)is_current;
    return visits_list(&desk->visits, filter, arena, out);
}

size_t desk_party(struct desk *desk, const struct visit *visit, struct arena *arena,
    struct visit ***out)
{
    return visits_party(&desk->visits, visit, arena, out);
}

struct searching {
    struct desk *desk;
    const struct desk_search *search;
    struct arena *arena;
    struct desk_past *items;
    size_t count;
};

static bool has_words(str text, str words)
{
    return str_find(text, words, 0) < text.len;
}

static bool texts_have(const struct visit_texts *texts, str words)
{
    for (size_t i = 0; i < texts->count; i++)
        if (has_words(texts->items[i], words))
            return true;
    return false;
}

static bool statement_has(
    const struct visit *visit, const struct visit_statement *statement, str words)
{
    return has_words(statement->by, words) || has_words(statement->source, words) ||
        has_words(statement->words, words) ||
        has_words(visit_value(visit, statement)->text, words);
}

static bool is_wanted(const struct visit *visit, const struct desk_search *search)
{
    str words = search->words;

    if (search->school.len > 0 && !str_equal(visit->school, search->school))
        return false;
    if (words.len == 0 || texts_have(&visit->account, words) ||
        texts_have(&visit->closing_account, words))
        return true;
    for (size_t i = 0; i < visit->statement_count; i++)
        if (statement_has(visit, &visit->statements[i], words))
            return true;
    for (size_t i = 0; i < visit->message_count; i++)
        if (texts_have(&visit->messages[i].words, words))
            return true;
    return false;
}

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

static bool read_page(
    struct desk *desk, uint64_t before, struct closed_page *page, struct err *err)
{
    struct db_query q;
    bool done;

    take_turn(desk->keeper);
    q = store_closed_visits(&desk->keeper->db, before, LOOKED_THROUGH_MAX);
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
    if (visit != NULL && is_wanted(visit, s->search))
        add_past(s, visit);
    visit_free(visit);
    return true;
}

bool desk_history(struct desk *desk, const struct desk_search *search,
    struct arena *arena, struct desk_past **out, size_t *count, uint64_t *next,
    struct err *err)
{
    struct searching s = {.desk = desk, .search = search, .arena = arena};
    struct closed_page page = {.count = 0};
    size_t looked = 0;

    s.items = ARENA_ARRAY(arena, struct desk_past, search->most);
    *out = s.items;
    *count = 0;
    *next = 0;
    if (!read_page(desk, search->before, &page, err))
        return false;
    while (looked < page.count && s.count < search->most)
        if (!look_at(&s, page.ids[looked++], err))
            return false;
    if (looked < page.count || page.count == LOOKED_THROUGH_MAX)
        *next = page.seqs[looked - 1];
    *count = s.count;
    return true;
}
