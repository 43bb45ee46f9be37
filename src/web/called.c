/*
 * /calls/{token}: whoever was called says that they have it, without signing in.
 *
 * The token says which letter it was, and is proved by a key of ours, so nothing is kept
 * for it.  It opens one thing: to take on what the letter asked for, once.  Opening it does
 * nothing, since programs that look for harm in mail open every link.
 */
#include "web/called.h"

#include "web/pages.h"
#include "web/visits.h"

enum { PROOF_CHARS = 22 }; /* 132 bits of base64url */

static void add_proof(const struct people *people, str place, struct text *token)
{
    const str parts[] = {STR("call"), place};
    char proof[PEOPLE_TOKEN_CHARS];

    people_derive(people, parts, COUNT_OF(parts), proof);
    text_add(token, (str){proof, PROOF_CHARS});
}

void called_add_link(void *context, const struct post_place *place, struct text *link)
{
    struct site *site = context;
    char buffer[128];
    struct text token = text_fixed(buffer, sizeof(buffer));

    if (site->place.origin.len == 0)
        return;
    if (place->contact == 0) {
        text_add(link, site->place.origin);
        text_add(link, STR("/board/visits/"));
        text_add(link, place->visit);
        return;
    }
    text_add(&token, place->visit);
    text_add_byte(&token, '.');
    text_add_i64(&token, place->step);
    text_add_byte(&token, '.');
    text_add_u64(&token, place->contact);
    text_add(link, site->place.origin);
    text_add(link, STR("/calls/"));
    text_add(link, text_str(&token));
    text_add_byte(link, '.');
    add_proof(&site->staff.people, text_str(&token), link);
}

/* ---- whose link it is ---- */

struct answering {
    struct caller *caller;
    str token;
    str name;    /* of who was called */
    str channel; /* and by what, as the record has it */
    const struct visit *visit;
    const struct visit_step *step;
    const struct visit_callout *callout;
};

static bool same(str a, str b)
{
    unsigned char differs = a.len != b.len;

    for (size_t i = 0; i < a.len && i < b.len; i++)
        differs |= (unsigned char)(a.ptr[i] ^ b.ptr[i]);
    return differs == 0;
}

static str channel_of(enum roster_channel channel)
{
    static const str names[] = {[ROSTER_MAIL] = STR_INIT("email"),
        [ROSTER_TEXT] = STR_INIT("text_message"),
        [ROSTER_VOICE] = STR_INIT("telephone"),
        [ROSTER_PUSH] = STR_INIT("push")};

    return channel < COUNT_OF(names) ? names[channel] : (str){0};
}

static void find_person(
    struct answering *a, const struct roster *roster, uint64_t contact)
{
    for (size_t i = 0; i < roster->person_count; i++) {
        const struct roster_person *person = &roster->persons[i];

        for (size_t k = 0; k < person->contact_count; k++)
            if (person->contacts[k].number == contact && !person->is_gone) {
                a->name = person->name;
                a->channel = channel_of(person->contacts[k].channel);
            }
    }
}

static bool find_step(struct answering *a, int64_t n)
{
    const struct visit *visit = a->visit;

    for (size_t i = 0; i < visit->step_count; i++)
        if (visit->steps[i].mark.n == n &&
            visit->steps[i].callout < visit->callout_count) {
            a->step = &visit->steps[i];
            a->callout = &visit->callouts[a->step->callout];
        }
    return a->step != NULL;
}

/* Read the token as far as its proof; false: it is none of ours. */
static bool read_token(
    struct answering *a, str *visit, int64_t *step, uint64_t *contact)
{
    struct text proof = text_in(a->caller->arena);
    str rest = a->token;
    str piece[3];

    for (size_t i = 0; i < COUNT_OF(piece); i++)
        if (!str_split(&rest, '.', &piece[i]))
            return false;
    add_proof(&a->caller->site->staff.people,
        str_slice(a->token, 0, a->token.len - rest.len - 1), &proof);
    *visit = piece[0];
    return rest.len > 0 && same(rest, text_str(&proof)) && str_to_i64(piece[1], step) &&
        str_to_u64(piece[2], contact);
}

static bool no_letter(struct err *err)
{
    err_set(err, ERR_NOT_FOUND,
        SAY("this link answers no call; open the newest message that you got, or "
            "telephone the school"));
    return false;
}

static bool find_letter(struct caller *caller, struct answering *out, struct err *err)
{
    struct site *site = caller->site;
    uint64_t contact;
    int64_t step;
    str visit;

    *out = (struct answering){
        .caller = caller, .token = http_part(caller->request, STR("token"))};
    if (site->reach == NULL || !read_token(out, &visit, &step, &contact))
        return no_letter(err);
    find_person(out, reach_roster(site->reach), contact);
    if (out->name.len == 0)
        return no_letter(err);
    if (!desk_visit(site->desk, visit, &out->visit, err))
        return false;
    return out->visit != NULL && find_step(out, step) ? true : no_letter(err);
}

/* ---- the page ---- */

static bool is_asked(const struct answering *a, const struct visit_duty *duty)
{
    return str_equal(duty->to, a->callout->lane) && duty->state != VISIT_DUTY_DONE;
}

static bool is_free(const struct visit_duty *duty)
{
    return duty->state == VISIT_DUTY_RAISED || duty->state == VISIT_DUTY_EXPIRED;
}

static void add_duties(const struct answering *a, struct called_view *view)
{
    struct caller *caller = a->caller;
    str *duties = ARENA_ARRAY(caller->arena, str, a->visit->duty_count);

    for (size_t i = 0; i < a->visit->duty_count; i++) {
        const struct visit_duty *duty = &a->visit->duties[i];
        const str values[] = {
            spoken_duty(caller, duty), written_time(caller, duty->due, duty->mark.at)};

        if (is_asked(a, duty))
            duties[view->duty_count++] = arena_str(caller->arena,
                values[1].len > 0 ? caller_say(caller, SAY("%1 (due by %2)"), values, 2)
                                  : values[0]);
    }
    view->duties = duties;
}

/* Whether something is left for them to take on. */
static bool has_open(const struct answering *a)
{
    for (size_t i = 0; a->visit->is_open && i < a->visit->duty_count; i++)
        if (is_asked(a, &a->visit->duties[i]) && is_free(&a->visit->duties[i]))
            return true;
    return false;
}

static void say_state(const struct answering *a, struct called_view *view)
{
    struct caller *caller = a->caller;
    const struct callout *ladder = &a->callout->ladder;
    const str by[] = {a->callout->by, time_words(caller, ladder->since)};

    if (!a->visit->is_open)
        view->lead = caller_say(caller,
            SAY("The visit is over. There is nothing more for you to do."), NULL, 0);
    else if (ladder->state == CALLOUT_RESTING)
        view->lead = caller_say(caller, SAY("All of it is done."), NULL, 0);
    else if (!has_open(a) && str_equal(a->callout->by, a->name))
        view->lead = caller_say(caller,
            SAY("You have it since %1. Thank you; the desk sees it."), by + 1, 1);
    else if (!has_open(a))
        view->lead = caller_say(caller, SAY("%1 has it since %2."), by, 2);
}

static void show(const struct answering *a, struct http_answer *answer)
{
    struct caller *caller = a->caller;
    const str school = a->visit->school;
    struct called_view view = {0};
    struct text action = text_in(caller->arena);
    struct html html;

    view.title = caller_say(caller, SAY("%1 asks for you"), &school, 1);
    html = caller_page(caller, view.title, &view.frame);
    view.frame.exercise = view.frame.exercise || a->visit->exercise;
    say_state(a, &view);
    if (a->visit->is_open)
        add_duties(a, &view);
    if (has_open(a)) {
        text_add(&action, STR("/calls/"));
        text_add(&action, a->token);
        view.form = caller_form(caller, text_str(&action));
        view.button = caller_say(caller, SAY("I have it: %1"), &a->name, 1);
    }
    view_called(&html, &view);
    site_answer(caller->request, &html, 200, answer);
}

bool show_called(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct answering a;

    if (!find_letter(caller, &a, err))
        return false;
    show(&a, answer);
    return true;
}

/* ---- answering ---- */

/* Each under a key that follows from the letter: pressing twice records nothing twice. */
static bool take(
    const struct answering *a, const struct visit_duty *duty, struct err *err)
{
    const struct desk_acknowledgement taken = {
        .raised = duty->mark.n, .channel = a->channel};
    struct text words = text_in(a->caller->arena);
    uint8_t key[KEEPER_KEY_BYTES];
    const struct desk_act act = {
        .key = key, .visit = a->visit->id, .by = a->name, .role = a->callout->lane};
    struct desk_done done;

    text_add(&words, a->token);
    text_add_byte(&words, '.');
    text_add_i64(&words, duty->mark.n);
    return keeper_key_of(text_str(&words), a->step->mark.at, key, err) &&
        desk_acknowledge(a->caller->site->desk, &act, &taken, &done, err);
}

bool take_called(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct answering a;
    struct text address = text_in(caller->arena);

    if (!find_letter(caller, &a, err))
        return false;
    for (size_t i = 0; a.visit->is_open && i < a.visit->duty_count; i++) {
        const struct visit_duty *duty = &a.visit->duties[i];

        if (is_asked(&a, duty) && is_free(duty) && !take(&a, duty, err))
            return false;
    }
    text_add(&address, STR("/calls/"));
    text_add(&address, a.token);
    http_see_other(answer, text_str(&address));
    return true;
}
