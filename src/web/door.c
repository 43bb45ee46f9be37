/*
 * Finding out who asks, and letting them in or not.
 */
#include "web/door.h"

/* ---- who asks ---- */

/* Tokens that have ended are as if they had not come. */
static bool forgive(struct err *err)
{
    bool missing = err->kind == ERR_NOT_FOUND;

    if (missing)
        *err = (struct err){0};
    return missing;
}

static bool find_caller(struct caller *caller, struct err *err)
{
    struct people *people = &caller->site->staff.people;

    caller->token = cookie_find(caller->request, COOKIE_SESSION);
    caller->device_token = cookie_find(caller->request, COOKIE_DESK);
    caller->is_known = caller->token.len > 0 &&
        people_find_session(
            people, caller->arena, caller->token, &caller->session, err);
    if (caller->token.len > 0 && !caller->is_known && !forgive(err))
        return false;
    caller->on_device = caller->device_token.len > 0 &&
        people_find_device(
            people, caller->arena, caller->device_token, &caller->device, err);
    if (caller->on_device)
        desks_hear(caller->site, caller->device.school);
    return caller->device_token.len == 0 || caller->on_device || forgive(err);
}

/* ---- a proxy that signs people in ---- */

static bool vouched(const struct caller *caller, str *login)
{
    const struct http_pairs *headers = &caller->request->headers;
    struct proxy_header *copy =
        ARENA_ARRAY(caller->arena, struct proxy_header, headers->count);

    for (size_t i = 0; i < headers->count; i++)
        copy[i] =
            (struct proxy_header){headers->items[i].name, headers->items[i].value};
    return proxy_login(
        &caller->site->proxy, caller->request->hop, copy, headers->count, login);
}

static bool same_login(str known, str said)
{
    bool same = known.len == said.len;

    for (size_t i = 0; same && i < known.len; i++) {
        char c = said.ptr[i];

        same = known.ptr[i] == (char_is_upper(c) ? (char)(c - 'A' + 'a') : c);
    }
    return same;
}

/* Who a trusted proxy says it is, they are; whose session the browser had before is then
 * no matter, unless it is a desk's, which colleagues share. */
static bool believe_proxy(struct caller *caller, struct err *err)
{
    struct staff *staff = &caller->site->staff;
    struct sign_in in;
    str login;

    if (!vouched(caller, &login) ||
        (caller->is_known &&
            (caller->session.way == SESSION_BY_PIN ||
                same_login(caller->session.account.login, login))))
        return true;
    caller->is_known = false;
    caller->session = (struct people_session){0};
    if (!staff_sign_in_proxy(staff, login, &in, err))
        return false;
    if (in.answer != SIGN_IN_DONE)
        return true;
    caller->token = arena_str(caller->arena, people_token_str(&in.token));
    caller->is_fresh = caller->is_known = people_find_session(
        &staff->people, caller->arena, caller->token, &caller->session, err);
    return caller->is_known;
}

/* ---- forgery ---- */

/* Browsers say from which site a form was sent; those that do not know it are older than
 * what our cookies forbid, and only the token speaks for them. */
static bool is_from_here(const struct http_request *request)
{
    str site;
    str origin;
    str host;

    if (http_header(request, STR("sec-fetch-site"), &site))
        return str_equal(site, STR("same-origin"));
    if (!http_header(request, STR("origin"), &origin) ||
        !http_header(request, STR("host"), &host))
        return true;
    return str_ends(origin, host) && origin.len > host.len &&
        origin.ptr[origin.len - host.len - 1] == '/';
}

static bool read_fields(struct caller *caller, struct err *err)
{
    const struct http_request *request = caller->request;
    str type = {0};

    (void)http_header(request, STR("content-type"), &type);
    return http_is_multipart(type)
        ? http_multipart(
              caller->arena, type, request->body, &caller->form, &caller->files, err)
        : http_form(caller->arena, request->body, &caller->form, err);
}

static bool read_form(struct caller *caller, struct err *err)
{
    const struct http_request *request = caller->request;

    if (request->method != HTTP_POST)
        return true;
    if (!read_fields(caller, err))
        return false;
    if (!is_from_here(request))
        return err_set(err, ERR_DENIED, SAY("the form came from another site"));
    if (!caller->is_known ||
        people_csrf_holds(&caller->site->staff.people, caller->token,
            caller_field(caller, STR("token"))))
        return true;
    return err_set(err, ERR_DENIED,
        SAY("the form is from before you signed in; go back, load the page again and "
            "send it once more"));
}

/* ---- the rows ---- */

static const struct door *find_door(const struct http_request *request)
{
    const struct door *door = doors;

    while (door->method != request->method ||
        !str_equal(door->pattern, request->pattern)) {
        door++;
        REQUIRE(door < doors + door_count);
    }
    return door;
}

size_t door_body_limit(const struct door *door)
{
    if (door->method != HTTP_POST)
        return 0;
    if (door->act == MAY_DRAFT_EDITION)
        return DOOR_DRAFT_MAX;
    return door->act == MAY_ATTACH_PAPER ? DOOR_PAPER_MAX : DOOR_FORM_MAX;
}

bool door_admits(const struct http_request *request)
{
    struct caller caller = {
        .request = request, .site = site_of(request), .arena = request->arena};
    struct err ignored = {0};

    return find_caller(&caller, &ignored) && caller.is_known &&
        caller_may_some(&caller, find_door(request)->act);
}

static bool let_in(const struct door *door, struct caller *caller,
    struct http_answer *answer, struct err *err)
{
    if (door->let == DOOR_ANYONE)
        return door->show(caller, answer, err);
    if (!caller->is_known)
        return sign_in_first(caller, answer, err);
    if (door->let == DOOR_MAY && !caller_may_some(caller, door->act))
        return err_set(err, ERR_DENIED, may_act_name(door->act));
    return door->show(caller, answer, err);
}

bool door_show(
    const struct http_request *request, struct http_answer *answer, struct err *err)
{
    struct caller caller = {.request = request,
        .site = site_of(request),
        .arena = request->arena,
        .tongue = site_tongue(request)};

    if (!find_caller(&caller, err) || !believe_proxy(&caller, err) ||
        !read_form(&caller, err) || !let_in(find_door(request), &caller, answer, err)) {
        if (answer->has_file)
            return false;
        refuse(&caller, err, answer);
    }
    answer->awaits = keeper_awaited(caller.site->keeper);
    if (caller.is_fresh)
        cookie_set(request, answer, COOKIE_SESSION, caller.token);
    return true;
}
