/*
 * Messages between the desk and the offices: writing them, and saying that they were read.
 *
 * That a message stands on a screen says nothing: it counts as read when somebody for whom
 * it is says so.  Whoever wrote it is not one of them.
 */
#include "web/visits.h"

/* ---- showing ---- */

/* To whom somebody may write: the desk to every other role, all others to the desk. */
static size_t receivers(struct caller *caller, const struct visit *visit,
    bool takes_part, const struct choice_view **out)
{
    const struct image *image = &desk_bench(caller->site->desk)->image;
    struct choice_view *choices =
        ARENA_ARRAY(caller->arena, struct choice_view, image->count[SECTION_ROLES] + 1);
    size_t count = 0;

    for (uint32_t r = 0; takes_part && r < image->count[SECTION_ROLES]; r++) {
        const uint32_t *item = image_item(image, SECTION_ROLES, r);
        str name = image_str(image, item + ROLE_NAME);

        if (!str_equal(name, STR("desk")))
            choices[count++] =
                (struct choice_view){.value = name, .label = role_words(caller, name)};
    }
    if (count == 0)
        choices[count++] =
            (struct choice_view){.value = STR("desk"), .label = SAY("The desk")};
    for (size_t i = 0; i < count; i++)
        choices[i].is_chosen = visit->message_count > 0 &&
            str_equal(choices[i].value, visit->messages[visit->message_count - 1].role);
    *out = choices;
    return count;
}

static bool may_write(const struct caller *caller, const struct visit *visit)
{
    return visit->is_open &&
        (caller_may(caller, MAY_JOIN_VISIT, visit->school) ||
            caller_may(caller, MAY_MESSAGE_DESK, visit->school));
}

/* The act in which they read a message, if it is for them: the desk's are for who takes
 * part, those of a role for who answers its calls. */
static bool is_for(const struct caller *caller, const struct visit *visit,
    const struct visit_message *message, enum may_act *act)
{
    bool is_desk = str_equal(message->to, STR("desk"));

    *act = is_desk ? MAY_JOIN_VISIT : MAY_ACKNOWLEDGE_DUTY;
    return !message->hands_over && caller_may(caller, *act, visit->school) &&
        (is_desk || str_equal(caller_role(caller, *act, visit->school), message->to)) &&
        !str_equal(message->by, caller->session.account.name);
}

str message_state(const struct caller *caller, const struct visit_message *message)
{
    const str values[] = {message->read_by, time_words(caller, message->read.at)};

    return message->is_read ? caller_say(caller, SAY("Read by %1 at %2"), values, 2)
                            : caller_say(caller, SAY("Not read yet"), NULL, 0);
}

str message_words(
    struct caller *caller, const struct visit *visit, const struct visit_entry *entry)
{
    return entry->index < visit->message_count
        ? joined_words(caller->arena, &visit->messages[entry->index].words)
        : (str){0};
}

static struct said_view said_of(struct caller *caller, const struct visit *visit,
    const struct visit_message *message)
{
    const str ends[] = {message->by,
        message->hands_over ? message->to : role_words(caller, message->to)};
    struct said_view said = {.words = joined_words(caller->arena, &message->words),
        .by = caller_say(caller, SAY("%1 to %2"), ends, COUNT_OF(ends)),
        .at = time_words(caller, message->mark.at),
        .is_read = message->is_read};
    struct text tail = text_in(caller->arena);
    enum may_act act;

    if (message->hands_over)
        return said;
    said.state = message_state(caller, message);
    said.is_for_them =
        visit->is_open && !message->is_read && is_for(caller, visit, message, &act);
    text_add(&tail, STR("messages/"));
    text_add_i64(&tail, message->mark.n);
    text_add(&tail, STR("/read"));
    said.form =
        caller_form(caller, visit_address(caller->arena, visit, text_str(&tail)));
    return said;
}

struct messages_view messages_of(struct caller *caller, const struct visit *visit)
{
    struct said_view *said =
        ARENA_ARRAY(caller->arena, struct said_view, visit->message_count);
    struct messages_view view = {.messages = said,
        .count = visit->message_count,
        .may_write = may_write(caller, visit)};

    for (size_t i = 0; i < visit->message_count; i++)
        said[i] = said_of(caller, visit, &visit->messages[i]);
    view.to_count = receivers(
        caller, visit, caller_may(caller, MAY_JOIN_VISIT, visit->school), &view.to);
    view.form =
        caller_form(caller, visit_address(caller->arena, visit, STR("messages")));
    return view;
}

struct news_view news_of(const struct messages_view *messages, str then)
{
    struct news_view news = {
        .messages = messages->messages, .count = messages->count, .then = then};

    for (size_t i = 0; i < messages->count; i++)
        news.new_count += messages->messages[i].is_for_them;
    return news;
}

str visit_events(const struct caller *caller, const struct visit *visit)
{
    struct text text = text_in(caller->arena);

    if (!caller_may(caller, MAY_SEE_BOARD, visit->school))
        return (str){0};
    text_add(&text, STR("/board/events?since="));
    text_add_u64(&text, caller->site->board.heard);
    return text_str(&text);
}

/* ---- writing ---- */

bool send_message(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const str words = caller_field(caller, STR("words"));
    const struct desk_message message = {
        .to = caller_field(caller, STR("to")), .words = &words, .count = 1};
    const struct visit *visit;
    struct desk_done done;
    struct deed deed;
    enum may_act act;

    if (!visit_asked(caller, MAY_SEE_VISIT, &visit, err))
        return false;
    act = caller_may(caller, MAY_JOIN_VISIT, visit->school) ? MAY_JOIN_VISIT
                                                            : MAY_MESSAGE_DESK;
    if (!may_write(caller, visit) &&
        !caller_must(caller, MAY_MESSAGE_DESK, visit->school, err))
        return false;
    if (words.len > 0 &&
        (!visit_deed(caller, visit, act, &deed, err) ||
            !desk_send(caller->site->desk, &deed.act, &message, &done, err)))
        return false;
    http_see_other(answer, visit_address(caller->arena, visit, STR("answer#messages")));
    return true;
}

/* ---- reading ---- */

static const struct visit_message *find_message(
    const struct visit *visit, const struct http_request *request)
{
    int64_t n;

    if (str_to_i64(http_part(request, STR("n")), &n))
        for (size_t i = 0; i < visit->message_count; i++)
            if (visit->messages[i].mark.n == n && !visit->messages[i].hands_over)
                return &visit->messages[i];
    return NULL;
}

/* Back to where they read it. */
static str read_where(struct caller *caller, const struct visit *visit)
{
    str then = caller_field(caller, STR("then"));
    struct text text = text_in(caller->arena);

    if (!str_equal(then, STR("board")))
        return visit_address(caller->arena, visit,
            str_equal(then, STR("answer")) ? STR("answer") : STR(""));
    text_add(&text, STR("/board/visits/"));
    text_add(&text, visit->id);
    return text_str(&text);
}

bool mark_read(struct caller *caller, struct http_answer *answer, struct err *err)
{
    const struct visit_message *message;
    const struct visit *visit;
    struct desk_done done;
    struct deed deed;
    enum may_act act;

    if (!visit_asked(caller, MAY_SEE_VISIT, &visit, err))
        return false;
    message = find_message(visit, caller->request);
    if (message == NULL)
        return err_set(
            err, ERR_NOT_FOUND, SAY("there is no such message in this visit"));
    if (!is_for(caller, visit, message, &act))
        return err_set(err, ERR_DENIED,
            SAY("only those for whom a message is say that they have read it"));
    if (!visit_deed(caller, visit, act, &deed, err) ||
        !desk_mark_read(caller->site->desk, &deed.act, message->mark.n, &done, err))
        return false;
    http_see_other(answer, read_where(caller, done.visit));
    return true;
}
