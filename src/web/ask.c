/*
 * Answering with a form, or with a page to act from.
 */
#include "web/ask.h"

#include "web/pages.h"

void ask_answer(const struct caller *caller, struct ask_view *view, unsigned status,
    struct http_answer *answer)
{
    struct html html = caller_page(caller, view->title, &view->frame);

    view->frame.is_wrong = view->mistakes.count > 0;
    view_ask(&html, view);
    site_answer(caller->request, &html, status, answer);
}

void sheet_answer(
    const struct caller *caller, struct sheet_view *view, struct http_answer *answer)
{
    str title = view->title.len > 0 ? view->title : view->board->caption;
    struct html html = caller_page(caller, title, &view->frame);

    view_sheet(&html, view);
    site_answer(caller->request, &html, 200, answer);
}

str sentence_of(struct arena *arena, str words)
{
    struct text text = text_in(arena);
    char last = words.len > 0 ? words.ptr[words.len - 1] : '.';
    char first = words.len > 0 ? words.ptr[0] : '.';

    text_add(&text, words);
    if (char_is_lower(first))
        text.ptr[0] = (char)(first - 'a' + 'A');
    if (last != '.' && last != '?' && last != '!')
        text_add_byte(&text, '.');
    return text_str(&text);
}

static void put_mistake(
    const struct caller *caller, struct ask_view *view, str name, str words)
{
    struct link_view *item = ARENA_NEW(caller->arena, struct link_view);
    struct text address = text_in(caller->arena);

    text_add_byte(&address, '#');
    text_add(&address, name);
    *item = (struct link_view){text_str(&address), words};
    view->mistakes = (struct mistakes_view){item, 1};
}

void ask_mistake(
    const struct caller *caller, struct ask_view *view, str name, str words)
{
    put_mistake(caller, view, name,
        sentence_of(caller->arena, caller_say(caller, words, NULL, 0)));
}

void ask_wrong(
    const struct caller *caller, struct ask_view *view, str name, const struct err *err)
{
    put_mistake(caller, view, name, caller_wrong(caller, err));
}

unsigned ask_status(const struct err *err)
{
    switch (err->kind) {
    case ERR_NONE:
        return 200;
    case ERR_INVALID:
    case ERR_USAGE:
        return 422;
    case ERR_CONFLICT:
        return 409;
    case ERR_DENIED:
        return 403;
    case ERR_LIMIT:
        return 429;
    default:
        return 0;
    }
}

bool moment_words(const struct caller *caller, int64_t at, str *out, struct err *err)
{
    struct moment moment;

    if (!desk_moment(caller->site->desk, at, &moment, err))
        return false;
    *out = tongue_moment(caller->tongue, caller->arena, &moment);
    return true;
}
