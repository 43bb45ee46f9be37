/*
 * GET /protocols/{name}/editions: what was in force when; and any edition as a page.
 */
#include "web/editions.h"

#include "web/ask.h"
#include "web/pages.h"

enum { EDITION_ROWS = 7 };

/* ---- finding them ---- */

str edition_hex(str digest)
{
    return str_slice(digest, STR("sha256:").len, digest.len);
}

bool caller_editions(struct caller *caller, const struct compiled **document,
    struct editions *out, struct err *err)
{
    struct site *site = caller->site;
    str name = http_part(caller->request, STR("name"));

    *out = (struct editions){0};
    *document = shelf_find(&site->shelf, name);
    if (*document == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no protocol of this name"));
    return editions_read(site->keeper, caller->arena, name, out, err);
}

bool caller_edition(struct caller *caller, const struct editions *editions, str hex,
    const struct edition_item **item, str *source, struct err *err)
{
    struct text digest = text_in(caller->arena);

    text_add(&digest, STR("sha256:"));
    text_add(&digest, hex);
    *item = editions_find(editions, text_str(&digest));
    if (*item == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no such edition"));
    return edition_document(caller->site->keeper, caller->arena, *item, source, err);
}

/* ---- words ---- */

static str day_words(struct arena *arena, int32_t day)
{
    struct text text = text_in(arena);

    text_add_date(&text, day);
    return text_str(&text);
}

static str or_erased(str words)
{
    return words.len > 0 ? words : SAY("Erased");
}

/* Who wrote it and who approved it; what an operator put there has no author. */
static size_t add_people(const struct edition_item *item, struct row_view *rows)
{
    if (item->approved_by.len == 0) {
        rows[0] = (struct row_view){.key = SAY("Put there by"),
            .value = or_erased(item->by),
            .note = SAY("By hand, on the computer itself: nobody was asked to approve "
                        "it.")};
        return 1;
    }
    rows[0] = (struct row_view){.key = SAY("Written by"), .value = or_erased(item->by)};
    rows[1] = (struct row_view){.key = SAY("Approved by"),
        .value = item->approved_by,
        .note = item->approved_at};
    return 2;
}

static bool fill_summary(const struct caller *caller, const struct edition_item *item,
    struct edition_view *out, struct err *err)
{
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, EDITION_ROWS);
    str until = SAY("Now");
    size_t count = 0;

    if (!moment_words(caller, item->at, &out->since, err) ||
        (item->has_end && !moment_words(caller, item->end, &until, err)))
        return false;
    rows[count++] =
        (struct row_view){.key = SAY("In force here from"), .value = out->since};
    rows[count++] = (struct row_view){.key = SAY("Until"), .value = until};
    count += add_people(item, &rows[count]);
    rows[count++] = (struct row_view){
        .key = SAY("Its own first day"), .value = day_words(caller->arena, item->from)};
    rows[count++] = (struct row_view){.key = SAY("Digest"), .value = item->digest};
    rows[count++] =
        (struct row_view){.key = SAY("Digest of the text"), .value = item->source};
    out->summary = (struct summary_view){.rows = rows, .count = count};
    return true;
}

str compare_address(const struct caller *caller, str name, str from, str to)
{
    struct html address = {.text = text_in(caller->arena)};

    html_raw(&address, room_address(caller, name, STR("compare?from=")));
    html_part(&address, from);
    html_raw(&address, STR("&to="));
    html_part(&address, to);
    return text_str(&address.text);
}

static bool fill_edition(const struct caller *caller, str name,
    const struct editions *editions, size_t index, struct edition_view *out,
    struct err *err)
{
    const struct edition_item *item = &editions->items[index];
    struct text rest = text_in(caller->arena);

    *out = (struct edition_view){.is_in_force = !item->has_end};
    text_add(&rest, STR("editions/"));
    text_add(&rest, edition_hex(item->source));
    out->address = room_address(caller, name, text_str(&rest));
    if (index > 0 && !str_equal(item[-1].source, item->source))
        out->compare = compare_address(
            caller, name, edition_hex(item[-1].source), edition_hex(item->source));
    return fill_summary(caller, item, out, err);
}

/* ---- a moment ---- */

/* The instant at which the clocks of the schools show this; the later one when they
 * show it twice. */
static bool instant_of(
    const struct caller *caller, int32_t day, int32_t minute, int64_t *out)
{
    int64_t local = ((int64_t)day * TIME_MINUTES + minute) * 60;
    struct moment moment = {.offset = 0};
    struct err ignored = {0};

    *out = local;
    for (int i = 0; i < 2; i++) {
        if (!desk_moment(caller->site->desk, *out, &moment, &ignored))
            return false;
        *out = local - (int64_t)moment.offset * 60;
    }
    return true;
}

/* "2026-01-24T11:15", or a day alone: its last minute. */
static bool read_moment(const struct caller *caller, str typed, int64_t *at)
{
    size_t split = str_find_byte(typed, 'T', 0);
    int32_t minute = TIME_MINUTES - 1;
    int32_t day;
    str time;

    if (split == typed.len)
        split = str_find_byte(typed, ' ', 0);
    time = str_trim(str_slice(typed, split + 1, typed.len));
    return date_parse(str_slice(typed, 0, split), &day) &&
        (split == typed.len || time_parse(str_slice(time, 0, 5), &minute)) &&
        instant_of(caller, day, minute, at);
}

static bool answer_moment(const struct caller *caller, str name,
    const struct editions *editions, struct editions_view *view, struct err *err)
{
    const struct edition_item *item;
    struct edition_view *answer = ARENA_NEW(caller->arena, struct edition_view);
    struct link_view *wrong = ARENA_NEW(caller->arena, struct link_view);
    int64_t at;

    if (!read_moment(caller, view->at, &at)) {
        *wrong = (struct link_view){
            STR("#at"), SAY("This is no date and time: write it as 2026-01-24T11:15.")};
        view->mistakes = (struct mistakes_view){wrong, 1};
        return true;
    }
    if (!moment_words(caller, at, &view->asked, err))
        return false;
    item = editions_at(editions, at + 59); /* the whole minute */
    view->answer = item == NULL ? NULL : answer;
    return item == NULL ||
        fill_edition(
            caller, name, editions, (size_t)(item - editions->items), answer, err);
}

/* ---- the pages ---- */

bool show_editions(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    struct editions editions;
    struct editions_view view = {0};
    struct edition_view *items;
    struct html html;

    if (!caller_editions(caller, &document, &editions, err))
        return false;
    items = ARENA_ARRAY(caller->arena, struct edition_view, editions.count);
    for (size_t i = 0; i < editions.count; i++)
        if (!fill_edition(caller, document->name, &editions, editions.count - 1 - i,
                &items[i], err))
            return false;
    view.editions = items;
    view.count = editions.count;
    view.has_drafts = caller_may(caller, MAY_DRAFT_EDITION, (str){0}) ||
        caller_may(caller, MAY_APPROVE_EDITION, (str){0});
    if (http_query(caller->request, STR("at"), &view.at) && view.at.len > 0 &&
        !answer_moment(caller, document->name, &editions, &view, err))
        return false;
    html = room_begin(caller, document, ROOM_EDITIONS, &view.head);
    view.head.frame.is_wrong = view.mistakes.count > 0;
    view_editions(&html, &view);
    site_answer(caller->request, &html, view.mistakes.count > 0 ? 422 : 200, answer);
    return true;
}
