/*
 * GET /history: visits that are over, newest first; GET /history.csv: the same to take
 * away (RFC 4180), for those who may.
 *
 * A spreadsheet runs what begins like a formula, and people at the door choose words
 * that stand in the record: such a field gets an apostrophe in front.
 */
#include "web/board_line.h"
#include "web/pages.h"

enum { HISTORY_PAGE = 50, HISTORY_TABLE_PAGE = 200, HISTORY_TABLE_ROUNDS = 10 };

/* ---- looking ---- */

/* What is asked for; those who have one school are not shown others. */
static struct desk_search search_of(const struct caller *caller, size_t most)
{
    struct desk_search search = {.before = UINT64_MAX, .most = most};
    str before = {0};

    (void)http_query(caller->request, STR("school"), &search.school);
    (void)http_query(caller->request, STR("words"), &search.words);
    (void)http_query(caller->request, STR("before"), &before);
    search.school = str_trim(search.school);
    search.words = str_trim(search.words);
    if (!str_to_u64(before, &search.before))
        search.before = UINT64_MAX;
    if (search.school.len == 0)
        search.school = caller_school(caller);
    return search;
}

/* Keep those which they may see. */
static size_t sift(const struct caller *caller, enum may_act act,
    struct desk_past *items, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (caller_may(caller, act, items[i].school))
            items[kept++] = items[i];
    return kept;
}

/* ---- words ---- */

static str end_of(str end)
{
    static const struct {
        str end;
        str words;
    } rows[] = {
        {STR_INIT("left"), SAY_INIT("They left")},
        {STR_INIT("admitted"), SAY_INIT("They were let in")},
        {STR_INIT("entered_anyway"), SAY_INIT("They came in anyway")},
        {STR_INIT("mistaken"), SAY_INIT("It was a mistake")},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_equal(rows[i].end, end))
            return rows[i].words;
    return end;
}

/* "entry refuse, notice not_yet" -> what `refuse` is called */
static str answer_of(const struct site *site, str words)
{
    size_t space = str_find_byte(words, ' ', 0);

    return board_answer(
        site, str_slice(words, space + 1, str_find_byte(words, ',', space)));
}

/* "2025-01-24 11:15" */
static str when(const struct caller *caller, int64_t at)
{
    struct text text = text_in(caller->arena);

    text_add(&text, str_slice(board_exact(caller->site, caller->arena, at), 0, 10));
    text_add_byte(&text, ' ');
    text_add(&text, board_clock(caller->site, caller->arena, at));
    return text_str(&text);
}

static str address_of(const struct caller *caller, str path,
    const struct desk_search *search, uint64_t before)
{
    struct html address = {.text = text_in(caller->arena)};
    struct text digits = text_in(caller->arena);

    html_raw(&address, path);
    html_raw(&address, STR("?school="));
    html_part(&address, search->school);
    html_raw(&address, STR("&words="));
    html_part(&address, search->words);
    text_add_u64(&digits, before);
    html_raw(&address, STR("&before="));
    html_part(&address, text_str(&digits));
    return text_str(&address.text);
}

/* ---- the page ---- */

bool show_history(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk_search search = search_of(caller, HISTORY_PAGE);
    struct history_view view = {.school = search.school, .words = search.words};
    struct html html = caller_page(caller, SAY("Closed visits"), &view.frame);
    struct past_view *items;
    struct desk_past *found;
    uint64_t next;

    if (!desk_history(caller->site->desk, &search, caller->arena, &found, &view.count,
            &next, err))
        return false;
    view.count = sift(caller, MAY_SEE_HISTORY, found, view.count);
    items = ARENA_ARRAY(caller->arena, struct past_view, view.count);
    for (size_t i = 0; i < view.count; i++)
        items[i] = (struct past_view){.id = found[i].id,
            .school = found[i].school,
            .exercise = found[i].exercise,
            .opened = when(caller, found[i].opened_at),
            .closed = when(caller, found[i].closed_at),
            .end = end_of(found[i].end),
            .answer = answer_of(caller->site, found[i].words)};
    view.items = items;
    if (next != 0)
        view.next = address_of(caller, STR("/history"), &search, next);
    if (caller_may(caller, MAY_EXPORT_VISITS, search.school))
        view.table = address_of(caller, STR("/history.csv"), &search, search.before);
    view_history(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

/* ---- the table ---- */

static void add_field(struct text *csv, str value, str after)
{
    bool runs = value.len > 0 &&
        str_find_byte(STR("=+-@\t\r"), value.ptr[0], 0) < sizeof("=+-@\t\r") - 1;

    text_add_byte(csv, '"');
    text_add(csv, runs ? STR("'") : STR(""));
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"')
            text_add_byte(csv, '"');
        text_add_byte(csv, value.ptr[i]);
    }
    text_add_byte(csv, '"');
    text_add(csv, after);
}

static void add_past(
    const struct caller *caller, struct text *csv, const struct desk_past *past)
{
    const struct site *site = caller->site;

    add_field(csv, past->id, STR(","));
    add_field(csv, past->school, STR(","));
    add_field(csv, past->way, STR(","));
    add_field(csv, board_exact(site, caller->arena, past->opened_at), STR(","));
    add_field(csv, board_exact(site, caller->arena, past->closed_at), STR(","));
    add_field(csv, past->end, STR(","));
    add_field(csv, past->words, STR(","));
    add_field(csv, past->exercise ? STR("yes") : STR("no"), STR("\r\n"));
}

/* Where the rest is, when there are more than one table holds. */
static void add_rest(struct caller *caller, const struct desk_search *search,
    uint64_t next, struct http_answer *answer)
{
    struct text link = text_in(caller->arena);

    text_add_byte(&link, '<');
    text_add(&link, address_of(caller, STR("/history.csv"), search, next));
    text_add(&link, STR(">; rel=\"next\""));
    http_set(answer, STR("Link"), text_str(&link));
}

bool show_history_table(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk_search search = search_of(caller, HISTORY_TABLE_PAGE);
    struct text csv = text_in(caller->arena);
    uint64_t next = search.before;

    text_add(&csv, STR("visit,school,way,opened,closed,end,outcomes,exercise\r\n"));
    for (int round = 0; round < HISTORY_TABLE_ROUNDS && next != 0; round++) {
        struct desk_past *found;
        size_t count;

        search.before = next;
        if (!desk_history(
                caller->site->desk, &search, caller->arena, &found, &count, &next, err))
            return false;
        count = sift(caller, MAY_EXPORT_VISITS, found, count);
        for (size_t i = 0; i < count; i++)
            add_past(caller, &csv, &found[i]);
    }
    http_say(
        answer, 200, STR("text/csv; charset=utf-8; header=present"), text_str(&csv));
    http_set(
        answer, STR("Content-Disposition"), STR("attachment; filename=\"visits.csv\""));
    if (next != 0)
        add_rest(caller, &search, next, answer);
    return true;
}
