/*
 * The end of a visit: how it ended, then everything once more to check, then closed.
 */
#include "web/pages.h"
#include "web/visits.h"

static const str end_names[] = {STR_INIT("left"), STR_INIT("admitted"),
    STR_INIT("entered_anyway"), STR_INIT("mistaken")};

const struct choice_view *ends_to_choose(struct arena *arena, size_t *count)
{
    struct choice_view *choices =
        ARENA_ARRAY(arena, struct choice_view, COUNT_OF(end_names));

    *count = COUNT_OF(end_names);
    for (size_t i = 0; i < COUNT_OF(end_names); i++)
        choices[i] = (struct choice_view){.value = end_names[i],
            .label = end_words(end_names[i]),
            .hint = end_hint(end_names[i])};
    return choices;
}

static bool ask_end(struct caller *caller, const struct visit *visit, bool is_wrong,
    struct http_answer *answer)
{
    const struct link_view mistake = {
        STR("#end-left"), SAY("Choose how the visit ended")};
    struct end_view view = {.back = visit_address(caller->arena, visit, STR("answer")),
        .check = visit_address(caller->arena, visit, STR("check")),
        .mistakes = {&mistake, is_wrong}};
    struct html html = caller_page(caller, SAY("How did it end?"), &view.frame);

    view.ends = ends_to_choose(caller->arena, &view.count);
    view.frame.is_wrong = is_wrong;
    view_end(&html, &view);
    site_answer(caller->request, &html, is_wrong ? 400 : 200, answer);
    return true;
}

/* The visit of the address, while it is open; else lead to its record. */
static bool find_open(struct caller *caller, const struct visit **visit,
    struct http_answer *answer, bool *is_open, struct err *err)
{
    if (!visit_asked(caller, MAY_CLOSE_VISIT, visit, err))
        return false;
    *is_open = (*visit)->is_open;
    if (!*is_open)
        http_see_other(answer, visit_address(caller->arena, *visit, STR("record")));
    return true;
}

bool show_end(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct visit *visit;
    bool is_open;

    return find_open(caller, &visit, answer, &is_open, err) &&
        (!is_open || ask_end(caller, visit, false, answer));
}

/* ---- checking ---- */

/* Duties that nobody said were done. */
static struct duties_view undone(struct caller *caller, const struct visit *visit)
{
    struct duties_view calls = duties_of(caller, visit, false);
    struct duties_view tasks = duties_of(caller, visit, true);
    struct task_view *all =
        ARENA_ARRAY(caller->arena, struct task_view, calls.count + tasks.count);
    struct duties_view out = {.title = SAY("Not yet said to be done"), .duties = all};

    for (size_t i = 0; i < calls.count + tasks.count; i++) {
        const struct task_view *duty =
            i < calls.count ? &calls.duties[i] : &tasks.duties[i - calls.count];

        if (duty->tone == TONE_YES)
            continue;
        all[out.count] = *duty;
        all[out.count].is_open = false;
        out.count++;
    }
    out.open_count = out.count;
    return out;
}

bool show_check(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct check_view view = {0};
    struct text query = text_in(caller->arena);
    str end;
    const struct visit *visit;
    struct row_view row;
    struct html html;
    bool is_open;

    if (!find_open(caller, &visit, answer, &is_open, err))
        return false;
    if (!is_open)
        return true;
    (void)http_query(caller->request, STR("end"), &view.end);
    if (end_hint(view.end).len == 0)
        return ask_end(caller, visit, true, answer);
    html = caller_page(caller, SAY("Check the answers"), &view.frame);
    view.back = visit_address(caller->arena, visit, STR("end"));
    view.form = caller_form(caller, visit_address(caller->arena, visit, STR("end")));
    row = (struct row_view){
        .key = SAY("How it ended"), .value = end_words(view.end), .change = view.back};
    view.ending = (struct summary_view){.rows = &row, .count = 1};
    text_add(&query, STR("?end="));
    text_add(&query, view.end);
    end = text_str(&query);
    view.facts = facts_of(caller, visit, SAY("Answers"), &end);
    view.undone = undone(caller, visit);
    view_check(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

/* ---- closing ---- */

enum { ACCOUNT_LINES = 64 };

bool read_account(struct caller *caller, struct desk_ending *ending, struct err *err)
{
    str *lines = ARENA_ARRAY(caller->arena, str, ACCOUNT_LINES);
    str rest = caller_field(caller, STR("account"));
    str line;

    ending->account = lines;
    while (str_split(&rest, '\n', &line)) {
        if (str_trim(line).len == 0)
            continue;
        if (ending->account_count == ACCOUNT_LINES)
            return err_set(err, ERR_INVALID,
                SAY("the account has more than 64 lines; go back and join some"));
        lines[ending->account_count++] = str_trim(line);
    }
    return true;
}

bool end_visit(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct desk_ending ending = {.end = caller_field(caller, STR("end"))};
    const struct visit *visit;
    struct desk_done done;
    struct deed deed;

    if (!visit_asked(caller, MAY_CLOSE_VISIT, &visit, err) ||
        !read_account(caller, &ending, err) ||
        !visit_deed(caller, visit, MAY_CLOSE_VISIT, &deed, err))
        return false;
    if (!desk_end(caller->site->desk, &deed.act, &ending, &done, err)) {
        const str sent[] = {caller_say(caller, end_words(ending.end), NULL, 0),
            caller_field(caller, STR("account"))};

        return show_over(caller, visit, sent, COUNT_OF(sent), answer, err);
    }
    http_see_other(answer, visit_address(caller->arena, done.visit, STR("record")));
    return true;
}
