/*
 * GET /protocols: the protocols in force; and what the pages about one begin with.
 */
#include "web/protocol.h"

enum { EDITION_ROWS = 4 };

static str date_in(struct arena *arena, uint32_t word)
{
    struct text text = text_in(arena);

    text_add_date(&text, (int32_t)word);
    return text_str(&text);
}

static str until(struct arena *arena, uint32_t word)
{
    return (int32_t)word == INT32_MIN ? SAY("It is replaced") : date_in(arena, word);
}

struct summary_view edition_summary(
    struct arena *arena, const struct compiled *document)
{
    const uint32_t *head = document->bench.image.head;
    struct row_view *rows = ARENA_ARRAY(arena, struct row_view, EDITION_ROWS);

    rows[0] = (struct row_view){
        .key = SAY("Edition"), .value = date_in(arena, head[HEAD_EDITION])};
    rows[1] = (struct row_view){
        .key = SAY("In force from"), .value = date_in(arena, head[HEAD_FROM])};
    rows[2] = (struct row_view){
        .key = SAY("In force until"), .value = until(arena, head[HEAD_UNTIL])};
    rows[3] = (struct row_view){.key = SAY("Digest"),
        .value = document->bench.digest,
        .note = SAY("Every decision names it, and can be made again from it.")};
    return (struct summary_view){.rows = rows, .count = EDITION_ROWS};
}

bool caller_protocol(struct caller *caller, const struct compiled **document,
    struct room_edition **edition, struct err *err)
{
    struct site *site = caller->site;

    *document = shelf_find(&site->shelf, http_part(caller->request, STR("name")));
    if (*document == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("there is no protocol of this name"));
    *edition = room_open(&site->room, (*document)->source);
    return true;
}

str room_say(const struct caller *caller, str kind, str name, str words)
{
    return spoken_say(caller, http_part(caller->request, STR("name")),
        &(struct spoken_text){kind, name, {0}, words});
}

str room_value(const struct caller *caller, str of, const struct choice *value)
{
    const struct spoken_text text = {STR("value"), of, value->name, value->label};

    return value->label.len > 0
        ? spoken_say(caller, http_part(caller->request, STR("name")), &text)
        : spoken_as_written(caller, value->name);
}

str room_heading(const struct caller *caller, str words)
{
    return room_say(caller, STR("heading"), (str){0}, words);
}

str room_short_heading(const struct caller *caller, const struct scan_heading *heading)
{
    str words = room_heading(caller, heading->text);

    return heading->short_text.len < heading->text.len
        ? tongue_cut(caller->arena, words, STR(" ("))
        : words;
}

str room_meaning(const struct caller *caller, str says)
{
    return spoken_meaning(caller, http_part(caller->request, STR("name")), says);
}

static str time_words(const struct caller *caller, const struct duty_terms *terms)
{
    switch (terms->unit) {
    case IMAGE_MINUTES:
        return caller_count(
            caller, SAY_COUNT("%1 minute", "%1 minutes"), terms->amount);
    case IMAGE_HOURS:
        return caller_count(caller, SAY_COUNT("%1 hour", "%1 hours"), terms->amount);
    case IMAGE_DAYS:
        return caller_count(caller, SAY_COUNT("%1 day", "%1 days"), terms->amount);
    case IMAGE_SCHOOL_DAYS:
    default:
        return caller_count(
            caller, SAY_COUNT("%1 school day", "%1 school days"), terms->amount);
    }
}

str duty_terms(const struct caller *caller, const struct duty_terms *terms)
{
    const bool otherwise = terms->otherwise.len > 0;
    const str values[] = {terms->to,
        terms->is_timed ? time_words(caller, terms) : terms->otherwise,
        terms->otherwise};

    if (terms->is_timed)
        return otherwise
            ? caller_say(caller, SAY("%1, within %2, otherwise %3"), values, 3)
            : caller_say(caller, SAY("%1, within %2"), values, 2);
    return otherwise ? caller_say(caller, SAY("%1, otherwise %2"), values, 2)
                     : terms->to;
}

str room_address(const struct caller *caller, str name, str rest)
{
    struct html address = {.text = text_in(caller->arena)};

    html_raw(&address, STR("/protocols/"));
    html_part(&address, name);
    html_raw(&address, STR("/"));
    html_raw(&address, rest);
    return text_str(&address.text);
}

struct html room_begin(const struct caller *caller, const struct compiled *document,
    enum room_page page, struct room_head_view *head)
{
    *head = (struct room_head_view){.name = document->name,
        .title = room_heading(caller, document->title),
        .page = page};
    return caller_page(caller, head->title, &head->frame);
}

const struct protocol_view *protocol_list(const struct caller *caller)
{
    const struct shelf *shelf = &caller->site->shelf;
    struct protocol_view *list =
        ARENA_ARRAY(caller->arena, struct protocol_view, shelf->count);

    for (size_t i = 0; i < shelf->count; i++)
        list[i] = (struct protocol_view){.name = shelf->items[i]->name,
            .title = spoken_say(caller, shelf->items[i]->name,
                &(struct spoken_text){
                    STR("heading"), {0}, {0}, shelf->items[i]->title}),
            .summary = edition_summary(caller->arena, shelf->items[i])};
    return list;
}

bool show_protocols(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct protocols_view view = {.protocols = protocol_list(caller),
        .protocol_count = caller->site->shelf.count};
    struct html html = caller_page(caller, SAY("Protocols"), &view.frame);

    (void)err;
    view_protocols(&html, &view);
    site_answer(caller->request, &html, 200, answer);
    return true;
}

void source_answer(str source, struct http_answer *answer)
{
    http_say(answer, 200, STR("text/markdown; charset=utf-8"), source);
    http_set(answer, STR("Content-Disposition"),
        STR("attachment; filename=\"protocol.md\""));
}

bool show_protocol_source(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct compiled *document;
    struct room_edition *edition;

    if (!caller_protocol(caller, &document, &edition, err))
        return false;
    source_answer(document->source, answer);
    return true;
}
