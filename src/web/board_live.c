/*
 * GET /board/events: the same lines as they change, as server-sent events.
 *
 *     visit   the line of a visit: in the place of the one it has, or a new one
 *     gone    the id of a visit that is not on this board any more
 *     stale   load the page again: more has happened than is told
 *
 * The id of an event is the place in the record of what it tells; a browser that comes
 * back with another than the last is told that it is stale, so nothing is kept for it.
 */
#include "web/board_line.h"
#include "web/pages.h"

struct board_watcher {
    struct board_watcher *next;
    struct board_watcher *before;
    struct caller caller; /* its session is read anew at each heartbeat */
    struct arena arena;   /* of the session */
    struct visits_filter filter;
    struct http_stream *stream;
};

/* ---- watching ---- */

/* Rights that were taken away, and sessions that have ended, end with the next beat. */
static bool goes_on(void *context)
{
    struct board_watcher *watcher = context;
    struct caller *caller = &watcher->caller;
    struct err ignored = {0};

    arena_clear(&watcher->arena);
    caller->is_known = people_find_session(&caller->site->staff.people, &watcher->arena,
        caller->token, &caller->session, &ignored);
    if (caller->is_known && caller->on_device)
        desks_hear(caller->site, caller->device.school);
    return caller->is_known;
}

static void forget(void *context)
{
    struct board_watcher *watcher = context;

    if (watcher->before != NULL)
        watcher->before->next = watcher->next;
    else
        watcher->caller.site->board.first = watcher->next;
    if (watcher->next != NULL)
        watcher->next->before = watcher->before;
    arena_clear(&watcher->arena);
}

static void say(const struct board_watcher *watcher, str name, str data)
{
    char digits[sizeof("18446744073709551615")];
    struct text id = text_fixed(digits, sizeof(digits));

    text_add_u64(&id, watcher->caller.site->board.heard);
    http_stream_say(watcher->stream, &(struct http_event){text_str(&id), name, data});
}

/* Whether the browser knows all that there was until now. */
static bool is_current(const struct caller *caller)
{
    str since = {0};
    uint64_t heard;

    if (!http_header(caller->request, STR("last-event-id"), &since))
        (void)http_query(caller->request, STR("since"), &since);
    return str_to_u64(since, &heard) && heard == caller->site->board.heard;
}

bool show_board_events(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct board *board = &caller->site->board;
    struct board_watcher *watcher = ARENA_NEW(caller->arena, struct board_watcher);
    struct http_stream_owner owner = {watcher, goes_on, forget};

    (void)err;
    if (!http_stream_open(caller->request, answer, &owner))
        return true;
    *watcher = (struct board_watcher){.next = board->first,
        .caller = *caller,
        .filter = board_filter(caller->request),
        .stream = caller->request->stream};
    if (board->first != NULL)
        board->first->before = watcher;
    board->first = watcher;
    say(watcher, is_current(caller) ? STR("hello") : STR("stale"), STR(""));
    return true;
}

/* ---- telling ---- */

/* A line as those see it who read the same language and may see as much. */
struct made_line {
    struct made_line *next;
    const struct tongue *tongue;
    bool sees_private;
    str html;
};

static str make_line(struct made_line **made, struct arena *arena,
    const struct board_watcher *watcher, const struct visit *visit)
{
    const struct tongue *tongue = watcher->caller.tongue;
    bool sees_private = caller_sees_private(&watcher->caller, visit->school);
    struct html html = {text_in(arena), tongue};
    struct caller told = watcher->caller;
    struct board_line_view view;
    struct made_line *line = *made;

    while (
        line != NULL && (line->tongue != tongue || line->sees_private != sees_private))
        line = line->next;
    if (line != NULL)
        return line->html;
    told.arena = arena;
    board_line(&told, visit, sees_private, &view);
    view_board_line(&html, &view);
    line = ARENA_NEW(arena, struct made_line);
    *line = (struct made_line){*made, tongue, sees_private, text_str(&html.text)};
    *made = line;
    return line->html;
}

static void tell_of(struct site *site, const struct visit *visit)
{
    struct arena arena = {0};
    struct made_line *made = NULL;

    for (struct board_watcher *watcher = site->board.first; watcher != NULL;
         watcher = watcher->next) {
        if (!caller_may(&watcher->caller, MAY_SEE_BOARD, visit->school))
            continue;
        if (visits_fit(visit, &watcher->filter))
            say(watcher, STR("visit"), make_line(&made, &arena, watcher, visit));
        else
            say(watcher, STR("gone"), visit->id);
    }
    arena_clear(&arena);
}

static void tell_all(struct site *site)
{
    for (struct board_watcher *watcher = site->board.first; watcher != NULL;
         watcher = watcher->next)
        say(watcher, STR("stale"), STR(""));
}

/* Tell of one visit; false: it cannot be shown. */
static bool tell(struct site *site, str id)
{
    const struct visit *visit;
    struct err ignored = {0};

    if (!desk_visit(site->desk, id, &visit, &ignored))
        return false;
    tell_of(site, visit);
    return true;
}

/* What is not confirmed yet stays marked. */
void board_tell(struct site *site)
{
    struct board *board = &site->board;
    struct err ignored = {0};
    uint64_t confirmed;
    size_t left = 0;

    if ((board->changed_count == 0 && !board->lost_some) ||
        !keeper_confirmed(site->keeper, &confirmed, &ignored))
        return;
    for (size_t i = 0; i < board->changed_count; i++) {
        if (board->awaited[i] <= confirmed) {
            board->lost_some =
                (board->first != NULL &&
                    !tell(site, (str){board->changed[i], RECORD_VISIT_CHARS})) ||
                board->lost_some;
            continue;
        }
        memmove(board->changed[left], board->changed[i], RECORD_VISIT_CHARS);
        board->awaited[left++] = board->awaited[i];
    }
    board->changed_count = left;
    if (board->lost_some)
        tell_all(site);
    board->lost_some = false;
}

/* ---- hearing ---- */

/* Where a visit is marked, or would be. */
static size_t find_mark(const struct board *board, str id)
{
    size_t i = 0;

    while (i < board->changed_count &&
        !str_equal((str){board->changed[i], RECORD_VISIT_CHARS}, id))
        i++;
    return i;
}

static void hear(
    void *context, const struct visit *visit, const struct visit_entry *entry)
{
    struct site *site = context;
    struct board *board = &site->board;
    size_t at = find_mark(board, visit->id);

    board->heard = entry->mark.seq;
    if (at == BOARD_CHANGED_MAX || visit->id.len != RECORD_VISIT_CHARS) {
        board->lost_some = true;
        return;
    }
    memcpy(board->changed[at], visit->id.ptr, RECORD_VISIT_CHARS);
    board->awaited[at] = keeper_awaited(site->keeper);
    board->changed_count += at == board->changed_count;
}

void board_listen(struct site *site)
{
    desk_listen(site->desk, &(struct desk_listener){hear, site});
}
