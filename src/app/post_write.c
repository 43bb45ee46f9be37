/*
 * Writing letters: what somebody is told who is called, and no more.
 *
 * A letter goes through other people's machines.  It says which school asks, what the
 * protocol asks for, and where to answer: nothing of who is at the desk.
 */
#include "app/post_inside.h"

enum { CALL_LIVES = 600, NEWS_LIVES = 3600, CLOCK_AT = 11, CLOCK_LEN = 5 };

/* What a letter is about. */
struct subject {
    struct bag *bag;
    const struct visit *visit;
    const struct visit_step *step;
    const struct visit_callout *callout;
};

/* ---- words ---- */

static struct text begin(const struct subject *s)
{
    struct text text = text_in(&s->bag->arena);

    if (s->visit->exercise)
        text_add(&text, STR("EXERCISE. "));
    return text;
}

static bool is_end(const struct subject *s)
{
    return str_equal(s->step->what, STR("end"));
}

static str subject_line(const struct subject *s)
{
    struct text text = begin(s);

    text_add(&text, s->visit->school);
    if (is_end(s)) {
        text_add(&text, STR(": the visit is over"));
        return text_str(&text);
    }
    text_add(&text, STR(" needs "));
    text_add(&text, s->callout->ladder.order.title);
    return text_str(&text);
}

static void add_clock(struct text *text, str moment)
{
    text_add(text, str_slice(moment, CLOCK_AT, CLOCK_AT + CLOCK_LEN));
}

/* What is asked of the lane and not done. */
static void add_duties(struct text *text, const struct subject *s)
{
    for (size_t i = 0; i < s->visit->duty_count; i++) {
        const struct visit_duty *duty = &s->visit->duties[i];

        if (duty->state == VISIT_DUTY_DONE || !str_equal(duty->to, s->callout->lane))
            continue;
        text_add(text, STR("\n- "));
        text_add(text, duty->text);
        if (duty->due.len > CLOCK_AT + CLOCK_LEN) {
            text_add(text, STR(" (by "));
            add_clock(text, duty->due);
            text_add(text, STR(")"));
        }
    }
}

/* The channel adds the link itself, behind the words. */
static str words(const struct subject *s, bool has_link)
{
    struct text text = begin(s);

    if (is_end(s)) {
        text_add(&text, STR("The visit at "));
        text_add(&text, s->visit->school);
        text_add(&text, STR(" is over. There is nothing more for you to do."));
        return text_str(&text);
    }
    text_add(&text,
        str_equal(s->step->what, STR("news")) ? STR("There is more to do at ")
                                              : STR("Somebody is at the desk of "));
    text_add(&text, s->visit->school);
    text_add(&text, STR(". For "));
    text_add(&text, s->callout->ladder.order.title);
    text_add(&text, STR(":\n"));
    add_duties(&text, s);
    text_add(&text, STR("\n\nUntil somebody answers, others are called as well."));
    if (has_link)
        text_add(&text, STR(" Say here that you have it:"));
    else if (s->bag->channel == NOTIFY_VOICE)
        text_add(&text, STR(" Look into your messages, or telephone the school."));
    return text_str(&text);
}

/* The same at every try: the visit, the step in it, the letter of that. */
static str key_of(const struct subject *s, const struct store_delivery *row)
{
    struct text text = text_in(&s->bag->arena);

    text_add(&text, s->visit->id);
    text_add_byte(&text, '.');
    text_add_i64(&text, s->step->mark.n);
    text_add_byte(&text, '.');
    text_add_u64(&text, row->place);
    return text_str(&text);
}

static str topic_of(const struct subject *s)
{
    struct text text = text_in(&s->bag->arena);

    text_add(&text, STR("callout."));
    text_add(&text, s->step->what);
    return text_str(&text);
}

static str link_of(const struct subject *s, const struct store_delivery *row)
{
    const struct post_settings *settings = &s->bag->post->settings;
    const struct post_place place = {s->visit->id, s->step->mark.n, row->contact};
    struct text text = text_in(&s->bag->arena);

    if (settings->add_link != NULL && !is_end(s) && s->bag->channel != NOTIFY_VOICE)
        settings->add_link(settings->context, &place, &text);
    return text_str(&text);
}

static void write_letter(const struct subject *s, struct bag_item *item, str to)
{
    bool calls = str_equal(s->step->what, STR("call"));
    str link = link_of(s, &item->row);

    item->letter = (struct notify_letter){.channel = s->bag->channel,
        .to = to,
        .key = key_of(s, &item->row),
        .topic = topic_of(s),
        .about = s->visit->id,
        .subject = subject_line(s),
        .words = words(s, link.len > 0),
        .link = link,
        .language = STR("en"),
        .written = s->step->mark.at,
        .lives = calls ? CALL_LIVES : NEWS_LIVES,
        .urgent = calls};
}

/* ---- to whom ---- */

static bool moot(struct bag_item *item, str why)
{
    item->is_moot = true;
    item->why = why;
    return true;
}

/* Find the address; false: it is gone, and there is only a name, if that.  Both are
 * copied: the roster may be replaced while the letter is out. */
static bool find_contact(struct bag *bag, struct bag_item *item, str *address)
{
    const struct roster *roster = bag->post->settings.calling->roster;

    item->to = STR("somebody who has left");
    for (size_t i = 0; i < roster->person_count; i++) {
        const struct roster_person *person = &roster->persons[i];

        for (size_t k = 0; k < person->contact_count; k++) {
            const struct roster_contact *contact = &person->contacts[k];

            if (contact->number != item->row.contact)
                continue;
            item->to = arena_str(&bag->arena, person->name);
            *address = arena_str(&bag->arena, contact->address);
            return !person->is_gone && roster_contact_works(contact);
        }
    }
    return false;
}

static bool find_address(struct bag *bag, struct bag_item *item, str *address)
{
    if (bag->channel != NOTIFY_HOOK)
        return find_contact(bag, item, address);
    item->to = *address = item->row.webhook;
    return true;
}

/* ---- what it belongs to ---- */

static const struct visit_step *find_step(const struct visit *visit, uint64_t seq)
{
    for (size_t i = visit->step_count; i-- > 0;)
        if (visit->steps[i].mark.seq == seq)
            return &visit->steps[i];
    return NULL;
}

static bool find_visit(
    struct bag *bag, struct bag_item *item, const struct visit **out, struct err *err)
{
    struct keeper *k = bag->post->settings.keeper;
    struct text id = text_in(&bag->arena);
    struct store_event event;
    bool done;

    take_turn(k);
    done = store_event_by_seq(&k->db, &bag->arena, item->row.seq, &event, err);
    pass_turn(k);
    if (!done)
        return false;
    text_add_base64url(&id, event.visit, sizeof(event.visit));
    item->visit = text_str(&id);
    return desk_visit(bag->post->settings.desk, item->visit, out, err);
}

/* Whether it is of no use any more: then people are left in peace. */
static bool is_late(const struct subject *s)
{
    return str_equal(s->step->what, STR("call")) &&
        s->callout->ladder.state != CALLOUT_CALLING;
}

static bool write_one(struct bag *bag, struct bag_item *item, struct err *err)
{
    struct subject s = {.bag = bag};
    str address = {0};

    if (!find_visit(bag, item, &s.visit, err))
        return false;
    s.step = find_step(s.visit, item->row.seq);
    if (s.step == NULL || s.step->callout == s.visit->callout_count)
        return err_set(err, ERR_CORRUPT, STR("a letter belongs to no step"));
    s.callout = &s.visit->callouts[s.step->callout];
    item->callout = s.callout->mark.n;
    item->step = s.step->mark.n;
    if (!find_address(bag, item, &address))
        return moot(item, STR("the address is not used any more"));
    if (is_late(&s))
        return moot(item, STR("not sent: somebody had answered"));
    if (!notify_has(bag->post->settings.notify, bag->channel))
        return moot(item, STR("this channel is not set up; see channels.conf"));
    write_letter(&s, item, address);
    return true;
}

bool post_write(struct bag *bag, struct err *err)
{
    for (size_t i = 0; i < bag->count; i++)
        if (!write_one(bag, &bag->items[i], err))
            return false;
    return true;
}
