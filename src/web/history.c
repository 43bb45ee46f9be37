/*
 * GET /history: visits that are over, newest first; GET /history.csv: the same to take
 * away (RFC 4180), for those who may.
 *
 * A spreadsheet runs what begins like a formula, and people at the door choose words
 * that stand in the record: such a field gets an apostrophe in front.
 */
#include "web/board_line.h"
#include "web/pages.h"
#include "web/visits.h"

enum { HISTORY_PAGE = 50, HISTORY_TABLE_PAGE = 200, HISTORY_TABLE_ROUNDS = 10 };

/* ---- how it ended ---- */

static const struct choice_view endings[] = {
    {.label = SAY_INIT("In any way")},
    {.value = STR_INIT("left"), .label = SAY_INIT("They left")},
    {.value = STR_INIT("admitted"), .label = SAY_INIT("They were let in")},
    {.value = STR_INIT("entered_anyway"), .label = SAY_INIT("They came in anyway")},
    {.value = STR_INIT("mistaken"), .label = SAY_INIT("It was a mistake")},
};

static str end_of(str end)
{
    for (size_t i = 1; i < COUNT_OF(endings); i++)
        if (str_equal(endings[i].value, end))
            return endings[i].label;
    return end;
}

/* ---- looking ---- */

/* A search, and who may do what with what it finds. */
struct looking {
    const struct caller *caller;
    enum may_act act;
    struct desk_search search;
    str from; /* days, as asked for */
    str until;
};

static enum desk_sight sight_of(const void *context, str school)
{
    const struct looking *looking = context;

    if (!caller_may(looking->caller, looking->act, school))
        return DESK_SEES_NOTHING;
    return caller_sees_private(looking->caller, school) ? DESK_SEES_ALL
                                                        : DESK_SEES_NO_PRIVATE;
}

/* When a day begins at the schools; their offset is asked for twice, since it may change
 * in between. */
static bool begin_of(
    const struct caller *caller, int32_t day, int64_t *at, struct err *err)
{
    int64_t midnight = (int64_t)day * TIME_MINUTES * 60;
    struct moment moment;

    *at = midnight;
    for (int i = 0; i < 2; i++) {
        if (!desk_moment(caller->site->desk, *at, &moment, err))
            return false;
        *at = midnight - (int64_t)moment.offset * 60;
    }
    return true;
}

/* Read a day of the query; `after` of it is meant.  Nothing is no day. */
static bool read_day(const struct caller *caller, str name, int32_t after, str *day,
    int64_t *at, struct err *err)
{
    int32_t number;

    (void)http_query(caller->request, name, day);
    *day = str_trim(*day);
    if (day->len == 0)
        return true;
    return (date_parse(*day, &number) ||
               err_set(err, ERR_INVALID, SAY("a day is written as 2026-11-25 is"))) &&
        begin_of(caller, number + after, at, err);
}

/* What is asked for; those who have one school are not shown others. */
static bool look(struct caller *caller, enum may_act act, size_t most,
    struct looking *out, struct err *err)
{
    const struct http_request *request = caller->request;
    struct desk_search *search = &out->search;
    str before = {0};

    *out = (struct looking){.caller = caller,
        .act = act,
        .search = {.earnest = earnest_asked(request),
            .before = UINT64_MAX,
            .most = most,
            .sight = sight_of,
            .context = out}};
    (void)http_query(request, STR("school"), &search->school);
    (void)http_query(request, STR("words"), &search->words);
    (void)http_query(request, STR("end"), &search->end);
    (void)http_query(request, STR("before"), &before);
    search->school = str_trim(search->school);
    search->words = str_trim(search->words);
    if (!str_to_u64(before, &search->before))
        search->before = UINT64_MAX;
    if (search->school.len == 0)
        search->school = caller_school(caller);
    return read_day(caller, STR("from"), 0, &out->from, &search->begins, err) &&
        read_day(caller, STR("until"), 1, &out->until, &search->ends, err);
}

/* ---- words ---- */

/* "entry refuse, notice not_yet" -> what these are called. */
static str answer_of(const struct caller *caller, str words)
{
    struct json_value outcomes = {.kind = JSON_IS_OBJECT,
        .names = ARENA_ARRAY(caller->arena, str, words.len),
        .items = ARENA_ARRAY(caller->arena, struct json_value, words.len)};
    str rest = words;
    str piece;

    while (str_split(&rest, ',', &piece)) {
        str name;
        str value = str_trim(piece);

        if (!str_split(&value, ' ', &name))
            continue;
        outcomes.names[outcomes.count] = name;
        outcomes.items[outcomes.count++] = record_text_value(value);
    }
    return decided_words(caller, &outcomes);
}

static void add_parameter(struct html *address, str name, str value)
{
    html_raw(address, name);
    html_part(address, value);
}

/* The address at which the same search goes on. */
static str address_of(const struct looking *looking, str path, uint64_t before)
{
    const struct caller *caller = looking->caller;
    struct html address = {.text = text_in(caller->arena)};
    struct text digits = text_in(caller->arena);
    str kind = {0};

    (void)http_query(caller->request, STR("kind"), &kind);
    text_add_u64(&digits, before);
    html_raw(&address, path);
    add_parameter(&address, STR("?school="), looking->search.school);
    add_parameter(&address, STR("&words="), looking->search.words);
    add_parameter(&address, STR("&end="), looking->search.end);
    add_parameter(&address, STR("&kind="), kind);
    add_parameter(&address, STR("&from="), looking->from);
    add_parameter(&address, STR("&until="), looking->until);
    add_parameter(&address, STR("&before="), text_str(&digits));
    return text_str(&address.text);
}

enum { ASKED_MAX = 5 };

/* What was asked for, in sentences: paper has no fields. */
static void say_asked(const struct looking *looking, struct history_view *view)
{
    const struct caller *caller = looking->caller;
    str *asked = ARENA_ARRAY(caller->arena, str, ASKED_MAX);
    str end = end_of(looking->search.end);
    const struct {
        str words;
        str value;
    } rows[ASKED_MAX] = {{SAY("School: %1"), looking->search.school},
        {SAY("Words: %1"), looking->search.words},
        {SAY("How it ended: %1"), caller_say(caller, end, NULL, 0)},
        {SAY("From %1"), looking->from}, {SAY("To %1"), looking->until}};

    for (size_t i = 0; i < ASKED_MAX; i++)
        if (rows[i].value.len > 0)
            asked[view->asked_count++] =
                caller_say(caller, rows[i].words, &rows[i].value, 1);
    view->asked = asked;
}

/* ---- the page ---- */

static void add_items(const struct caller *caller, const struct desk_past *found,
    struct history_view *view)
{
    struct past_view *items = ARENA_ARRAY(caller->arena, struct past_view, view->count);

    for (size_t i = 0; i < view->count; i++)
        items[i] = (struct past_view){.id = found[i].id,
            .school = found[i].school,
            .exercise = found[i].exercise,
            .opened = board_moment(caller, found[i].opened_at),
            .closed = board_moment(caller, found[i].closed_at),
            .end = end_of(found[i].end),
            .answer = answer_of(caller, found[i].words)};
    view->items = items;
}

static void add_endings(const struct looking *looking, struct history_view *view)
{
    struct choice_view *ends =
        ARENA_ARRAY(looking->caller->arena, struct choice_view, COUNT_OF(endings));

    memcpy(ends, endings, sizeof(endings));
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        ends[i].is_chosen = str_equal(ends[i].value, looking->search.end);
    view->ends = ends;
    view->end_count = COUNT_OF(endings);
}

bool show_history(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct site *site = caller->site;
    struct looking looking;
    struct history_view view = {
        .at = board_moment(caller, site->clock.now(site->clock.context))};
    struct html html = caller_page(caller, SAY("Closed visits"), &view.frame);
    struct desk_past *found;
    uint64_t next;

    if (!look(caller, MAY_SEE_HISTORY, HISTORY_PAGE, &looking, err) ||
        !desk_history(site->desk, &looking.search, caller->arena, &found, &view.count,
            &next, err))
        return false;
    view.school = looking.search.school;
    view.words = looking.search.words;
    view.from = looking.from;
    view.until = looking.until;
    view.kinds = earnest_choices(caller, &view.kind_count);
    add_endings(&looking, &view);
    say_asked(&looking, &view);
    add_items(caller, found, &view);
    if (next != 0)
        view.next = address_of(&looking, STR("/history"), next);
    if (caller_may(caller, MAY_EXPORT_VISITS, looking.search.school))
        view.table = address_of(&looking, STR("/history.csv"), looking.search.before);
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
    add_field(csv, past->id, STR(","));
    add_field(csv, past->school, STR(","));
    add_field(csv, past->way, STR(","));
    add_field(csv, board_exact(caller, past->opened_at), STR(","));
    add_field(csv, board_exact(caller, past->closed_at), STR(","));
    add_field(csv, past->end, STR(","));
    add_field(csv, past->words, STR(","));
    add_field(csv, past->exercise ? STR("yes") : STR("no"), STR("\r\n"));
}

/* Where the rest is, when there are more than one table holds. */
static void add_rest(
    const struct looking *looking, uint64_t next, struct http_answer *answer)
{
    struct text link = text_in(looking->caller->arena);

    text_add_byte(&link, '<');
    text_add(&link, address_of(looking, STR("/history.csv"), next));
    text_add(&link, STR(">; rel=\"next\""));
    http_set(answer, STR("Link"), text_str(&link));
}

bool show_history_table(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct looking looking;
    struct text csv = text_in(caller->arena);
    uint64_t next;

    if (!look(caller, MAY_EXPORT_VISITS, HISTORY_TABLE_PAGE, &looking, err) ||
        !caller_looks(caller, LOOK_TABLE, NULL, err))
        return false;
    next = looking.search.before;
    text_add(&csv, STR("visit,school,way,opened,closed,end,outcomes,exercise\r\n"));
    for (int round = 0; round < HISTORY_TABLE_ROUNDS && next != 0; round++) {
        struct desk_past *found;
        size_t count;

        looking.search.before = next;
        if (!desk_history(caller->site->desk, &looking.search, caller->arena, &found,
                &count, &next, err))
            return false;
        for (size_t i = 0; i < count; i++)
            add_past(caller, &csv, &found[i]);
    }
    http_say(
        answer, 200, STR("text/csv; charset=utf-8; header=present"), text_str(&csv));
    http_set(
        answer, STR("Content-Disposition"), STR("attachment; filename=\"visits.csv\""));
    if (next != 0)
        add_rest(&looking, next, answer);
    return true;
}
