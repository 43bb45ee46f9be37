/*
 * vestibule roster gaps: when nobody would be on duty, or somebody who cannot be reached.
 */
#include "cli/people.h"
#include "cli/protocol.h"

#include "app/app.h"
#include "os/os.h"
#include "web/web.h"

enum { GAP_DAYS = 14 };

/* The protocol at the door, whose duties people are called for; it is not served yet in a
 * folder that has none. */
static bool read_protocol(
    struct session *session, struct protocol *protocol, bool *is_there, struct err *err)
{
    str path =
        log_path(session->arena, people_data(session), STR("protocols/entry.md"));
    struct err missing = {0};
    uint64_t size;

    *is_there = os_file_size(path, &size, &missing);
    if (*is_there)
        return protocol_require(session, path, protocol, err);
    if (missing.kind != ERR_NOT_FOUND)
        *err = missing;
    return missing.kind == ERR_NOT_FOUND;
}

/* The roles that have to be on the roster. */
static bool read_lanes(
    struct session *session, struct rota_known *known, struct err *err)
{
    const struct asset *built_in = asset_find(&web_documents, STR("calling.conf"));
    struct protocol protocol = {0};
    struct callout_orders orders;
    bool is_there;
    bool done;

    REQUIRE(built_in != NULL);
    done = calling_read(
               session->arena, people_data(session), built_in->bytes, &orders, err) &&
        read_protocol(session, &protocol, &is_there, err);
    if (done)
        known->role_count = rota_lanes(
            &orders, is_there ? &protocol.image : NULL, session->arena, &known->roles);
    protocol_close(&protocol);
    return done;
}

static bool moment_of(
    struct session *session, int64_t instant, str *out, struct err *err)
{
    struct text text = text_in(session->arena);
    struct moment moment;

    if (!os_moment(session->given[OPTION_ZONE], instant, &moment, err))
        return false;
    text_add_moment(&text, &moment);
    *out = text_str(&text);
    return true;
}

static void put_gap(
    struct json_out *json, const struct roster_gap *gap, str from, str to)
{
    const struct {
        str key;
        str value;
    } rows[] = {
        {STR("fault"),
            gap->fault == ROSTER_NOBODY ? STR("nobody") : STR("unreachable")},
        {STR("role"), gap->role},
        {STR("school"), gap->school},
        {STR("person"), gap->person == NULL ? (str){0} : gap->person->name},
        {STR("from"), from},
        {STR("to"), to},
    };

    json_object(json);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (rows[i].value.len == 0)
            continue;
        json_key(json, rows[i].key);
        json_str(json, rows[i].value);
    }
    json_end(json);
}

static bool say_trouble(
    struct session *session, const struct rota_trouble *trouble, struct err *err)
{
    const struct roster_gap *gap = &trouble->first;
    struct text lead = text_in(session->arena);
    struct text words = text_in(session->arena);
    str from;
    str to;
    str until;

    if (!moment_of(session, gap->from, &from, err) ||
        !moment_of(session, gap->to, &to, err) ||
        !moment_of(session, trouble->until, &until, err))
        return false;
    text_add(&lead, gap->role);
    text_add(&lead, gap->school.len > 0 ? STR(" at ") : STR(""));
    text_add(&lead, gap->school);
    text_add(&lead, STR(": "));
    if (gap->fault == ROSTER_NOBODY) {
        text_add(&words, STR("nobody is on duty"));
    } else {
        text_add(&words, gap->person == NULL ? STR("somebody") : gap->person->name);
        text_add(&words, STR(" is on duty and has no address that works,"));
    }
    text_add(&words, STR(" from "));
    text_add(&words, from);
    text_add(&words, STR(" until "));
    text_add(&words, to);
    if (trouble->more > 0) {
        text_add(&words, STR(", and so "));
        text_add_u64(&words, trouble->more);
        text_add(&words, STR(" times more, the last until "));
        text_add(&words, until);
    }
    page_item(&session->out, STYLE_BOLD, text_str(&lead), text_str(&words));
    return true;
}

static bool say(
    struct session *session, const struct roster_gap_list *gaps, struct err *err)
{
    struct rota_trouble *troubles;
    size_t count = rota_join(gaps, session->arena, &troubles);

    for (size_t i = 0; i < count; i++)
        if (!say_trouble(session, &troubles[i], err))
            return false;
    if (count == 0)
        page_line(&session->out, STYLE_PLAIN,
            STR("While schools are open somebody is on duty who can be reached."));
    return true;
}

/* For programs: each gap by itself. */
static bool put(
    struct session *session, const struct roster_gap_list *gaps, struct err *err)
{
    struct json_out json = json_start(&session->out.text, true);

    json_array(&json);
    for (size_t i = 0; i < gaps->count; i++) {
        str from;
        str to;

        if (!moment_of(session, gaps->items[i].from, &from, err) ||
            !moment_of(session, gaps->items[i].to, &to, err))
            return false;
        put_gap(&json, &gaps->items[i], from, to);
    }
    json_end(&json);
    json_done(&json);
    page_raw(&session->out, STR("\n"));
    return true;
}

bool run_roster_gaps(struct session *session, struct err *err)
{
    struct keeper_clock clock = log_clock();
    struct calendar calendar;
    struct rota_known known = {.calendar = &calendar};
    struct rota_needs needs;
    struct roster_gap_list gaps;
    struct rota *rota;
    uint64_t days = GAP_DAYS;
    struct rota_span span;
    bool done;

    if ((option_given(session, OPTION_DAYS) &&
            !log_number(session->given[OPTION_DAYS],
                STR("how many days ahead, a whole number"), &days, err)) ||
        !calendar_read_file(session->arena, people_data(session), &calendar, err) ||
        !read_lanes(session, &known, err) ||
        !rota_look(people_data(session), &rota, err))
        return false;
    if (days == 0 || days > ROSTER_GAP_DAYS_MAX) {
        rota_close(rota);
        return err_set(err, ERR_USAGE, STR("--days is a number from 1 to 366"));
    }
    rota_needs(rota_snapshot(rota), &known, session->arena, &needs);
    span = (struct rota_span){
        session->given[OPTION_ZONE], clock.now(clock.context), (uint32_t)days};
    done = rota_ahead(rota_snapshot(rota), &needs, &span, session->arena, &gaps, err) &&
        (session->json ? put(session, &gaps, err) : say(session, &gaps, err));
    if (done && gaps.count > 0)
        session->status = STATUS_NO;
    rota_close(rota);
    return done;
}
