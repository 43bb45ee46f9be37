/*
 * Signing in at another place: the browser is sent there, comes back with a code, and
 * waits on a page that looks again each second until our errand to that place is over.
 *
 * The state that goes along is a challenge of ours: for this browser, this provider and
 * this address, for a few minutes, once.  Nonce and verifier follow from it, so nothing
 * is kept of those who never come back.
 */
#include "web/sign_in.h"

enum { NEXT_MAX = 400, STATE_MAX = 1024 };

/* The way to a provider. */
struct trip {
    const struct oidc_provider *provider;
    str browser; /* its token; of a trip that binds, the link's; of one that connects,
                    what follows from the session's */
    str next;
    enum errand_purpose purpose;
    str state;
};

static bool find_provider(
    const struct caller *caller, const struct oidc_provider **out, struct err *err)
{
    *out = providers_find(
        caller->site->providers, http_part(caller->request, STR("provider")));
    return *out != NULL ||
        err_set(err, ERR_NOT_FOUND, SAY("nobody signs in by this here"));
}

static enum challenge_use use_of(const struct trip *trip)
{
    static const enum challenge_use uses[] = {[ERRAND_SIGNS_IN] = CHALLENGE_PROVIDER,
        [ERRAND_BINDS] = CHALLENGE_BIND,
        [ERRAND_CONNECTS] = CHALLENGE_CONNECT};

    return uses[trip->purpose];
}

static struct oidc_attempt attempt_of(
    const struct caller *caller, const struct trip *trip)
{
    const struct people *people = &caller->site->staff.people;
    struct text redirect = text_in(caller->arena);
    char nonce[PEOPLE_TOKEN_CHARS];
    char verifier[PEOPLE_TOKEN_CHARS];

    text_add(&redirect, caller->site->place.origin);
    text_add(&redirect, STR("/sign-in/back/"));
    text_add(&redirect, trip->provider->name);
    people_derive(people, (str[]){STR("nonce"), trip->state}, 2, nonce);
    people_derive(people, (str[]){STR("verifier"), trip->state}, 2, verifier);
    return (struct oidc_attempt){text_str(&redirect), trip->state,
        arena_str(caller->arena, (str){nonce, sizeof(nonce)}),
        arena_str(caller->arena, (str){verifier, sizeof(verifier)})};
}

/* ---- the state: "s.CHALLENGE.NEXT"; "b." of a trip that binds, "c." that connects ---- */

static const str kinds[] = {[ERRAND_SIGNS_IN] = STR_INIT("s"),
    [ERRAND_BINDS] = STR_INIT("b"),
    [ERRAND_CONNECTS] = STR_INIT("c")};

/* What a state says of itself; any other signs in. */
static enum errand_purpose purpose_of(str kind)
{
    size_t i = COUNT_OF(kinds) - 1;

    while (i > 0 && !str_equal(kinds[i], kind))
        i--;
    return (enum errand_purpose)i;
}

static str bound_of(const struct caller *caller, const struct trip *trip)
{
    char bound[PEOPLE_TOKEN_CHARS];

    people_derive(&caller->site->staff.people,
        (str[]){STR("trip"), str_slice(trip->browser, 0, PEOPLE_TOKEN_CHARS),
            trip->provider->name, str_slice(trip->next, 0, NEXT_MAX)},
        4, bound);
    return arena_str(caller->arena, (str){bound, sizeof(bound)});
}

static void make_state(const struct caller *caller, struct trip *trip)
{
    struct text text = text_in(caller->arena);
    uint8_t challenge[CHALLENGE_BYTES];

    people_challenge(
        &caller->site->staff.people, use_of(trip), bound_of(caller, trip), challenge);
    text_add(&text, kinds[trip->purpose]);
    text_add_byte(&text, '.');
    text_add_base64url(&text, challenge, sizeof(challenge));
    text_add_byte(&text, '.');
    text_add_base64url(&text, (const uint8_t *)trip->next.ptr, trip->next.len);
    trip->state = text_str(&text);
}

/* Whether a state is this browser's, and was never seen; then it is used up. */
static bool use_up_state(
    const struct caller *caller, struct trip *trip, struct err *err)
{
    uint8_t *next = ARENA_ARRAY(caller->arena, uint8_t, STATE_MAX);
    str rest = trip->state;
    str kind = {0};
    str challenge = {0};
    str end = {0};
    size_t len = 0;

    (void)str_split(&rest, '.', &kind);
    trip->purpose = purpose_of(kind);
    if (trip->state.len > STATE_MAX || !str_split(&rest, '.', &challenge) ||
        (str_split(&rest, '.', &end) && !base64url_read(end, next, NEXT_MAX, &len)))
        return err_set(err, ERR_NOT_FOUND, SAY("the state is none of ours"));
    trip->next = (str){(const char *)next, len};
    return people_take_challenge(&caller->site->staff.people, use_of(trip),
        bound_of(caller, trip), challenge, err);
}

/* ---- saying that it does not work ---- */

/* To who is signed in and would connect: what they have stays as it is. */
static bool say_not_connected(
    const struct caller *caller, str words, struct http_answer *answer)
{
    struct link_view link = {STR("/account"), SAY("Your account")};
    struct ask_view view = {
        .title = SAY("Not connected"), .lead = words, .links = &link, .link_count = 1};

    ask_answer(caller, &view, 409, answer);
    return true;
}

static bool say_no(struct caller *caller, enum errand_purpose purpose, str words,
    struct http_answer *answer, struct err *err)
{
    struct proof proof = {.way = caller->on_device ? WAY_PIN : WAY_PASSWORD,
        .wanted = {.address = STR("/")},
        .at = STR("main"),
        .mistake = words};

    return purpose == ERRAND_CONNECTS && caller->is_known
        ? say_not_connected(caller, words, answer)
        : sign_in_ask(caller, &proof, answer, err);
}

/* Send an errand, and the browser to where it waits; or say that too many are out. */
static bool send(struct caller *caller, const struct errand *errand,
    struct http_answer *answer, struct err *err)
{
    struct err busy = {0};

    if (providers_send(caller->site->providers, errand, &busy)) {
        http_see_other(answer, STR("/sign-in/waiting"));
        return true;
    }
    if (!say_no(caller, errand->purpose, caller_wrong(caller, &busy), answer, err))
        return false;
    answer->status = 503;
    http_set(answer, STR("Retry-After"), STR("30"));
    return true;
}

/* ---- going there ---- */

/* Send the browser to the provider, or ask that one first where it wants people. */
static bool go(struct caller *caller, struct trip *trip, struct http_answer *answer,
    struct err *err)
{
    struct providers *providers = caller->site->providers;
    struct oidc_metadata metadata;
    struct oidc_attempt attempt;

    if (!providers_know(providers, caller->arena, trip->provider, &metadata)) {
        struct errand errand = {.provider = trip->provider,
            .whose = trip->browser,
            .next = trip->next,
            .purpose = trip->purpose};

        return send(caller, &errand, answer, err);
    }
    make_state(caller, trip);
    attempt = attempt_of(caller, trip);
    http_see_other(
        answer, oidc_authorization(caller->arena, trip->provider, &metadata, &attempt));
    return true;
}

bool go_to_provider(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct trip trip = {.next = wanted_before(caller).address};

    if (!find_provider(caller, &trip.provider, err))
        return false;
    if (trip.next.len > NEXT_MAX)
        trip.next = STR("/");
    trip.browser = sign_in_browser(caller, answer);
    return go(caller, &trip, answer, err);
}

/* With a link: for this while the browser is known by it. */
bool go_and_bind(struct caller *caller, struct http_answer *answer, struct err *err)
{
    str token = http_part(caller->request, STR("token"));
    struct trip trip = {.next = STR("/"), .browser = token, .purpose = ERRAND_BINDS};
    struct people_link_found found;

    if (!find_provider(caller, &trip.provider, err) ||
        !people_find_link(
            &caller->site->staff.people, caller->arena, token, &found, err) ||
        !go(caller, &trip, answer, err))
        return false;
    cookie_set(caller->request, answer, COOKIE_BROWSER, token);
    return true;
}

static bool say_wait(const struct caller *caller, struct http_answer *answer)
{
    struct link_view link = {caller->is_known ? STR("/account") : STR("/sign-in"),
        caller->is_known ? SAY("Your account") : SAY("Sign in another way")};
    struct ask_view view = {.title = SAY("One moment"),
        .lead = SAY("The place where you sign in is being asked. This page looks again "
                    "by itself."),
        .links = &link,
        .link_count = 1};

    ask_answer(caller, &view, 200, answer);
    http_set(answer, STR("Refresh"), STR("1; url=/sign-in/waiting"));
    return true;
}

/* What this browser is known by while it connects: nobody else's session can end it. */
static str connecting_browser(const struct caller *caller)
{
    char token[PEOPLE_TOKEN_CHARS];

    people_derive(&caller->site->staff.people,
        (str[]){STR("connecting"), str_slice(caller->token, 0, PEOPLE_TOKEN_CHARS)}, 2,
        token);
    return arena_str(caller->arena, (str){token, sizeof(token)});
}

/* A form may not lead to another place, so a page of ours goes on from here. */
bool go_and_connect(struct caller *caller, const struct oidc_provider *provider,
    struct http_answer *answer)
{
    const struct errand errand = {.provider = provider,
        .whose = connecting_browser(caller),
        .next = STR("/account"),
        .purpose = ERRAND_CONNECTS};
    struct err busy = {0};

    if (!providers_send(caller->site->providers, &errand, &busy)) {
        (void)say_not_connected(caller, caller_wrong(caller, &busy), answer);
        answer->status = 503;
        http_set(answer, STR("Retry-After"), STR("30"));
        return true;
    }
    (void)say_wait(caller, answer);
    cookie_set(caller->request, answer, COOKIE_BROWSER, errand.whose);
    return true;
}

/* ---- coming back ---- */

/* What went wrong there, and what it was: an operator is told of it by people. */
static bool say_why(struct caller *caller, enum errand_purpose purpose,
    const struct err *why, struct http_answer *answer, struct err *err)
{
    struct text text = text_in(caller->arena);

    text_add(&text, tongue_say(caller->tongue, SAY("Signing in there did not work.")));
    text_add_byte(&text, ' ');
    text_add(&text, caller_wrong(caller, why));
    return say_no(caller, purpose, text_str(&text), answer, err);
}

bool come_back(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct trip trip = {.browser = cookie_find(caller->request, COOKIE_BROWSER)};
    struct errand errand = {0};
    str code = {0};

    if (!find_provider(caller, &trip.provider, err))
        return false;
    (void)http_query(caller->request, STR("state"), &trip.state);
    (void)http_query(caller->request, STR("code"), &code);
    if (!use_up_state(caller, &trip, err)) {
        if (err->kind != ERR_NOT_FOUND)
            return false;
        *err = (struct err){0};
        return say_no(caller, trip.purpose,
            SAY("Too much time went by, or this was begun in another browser. Try once "
                "more."),
            answer, err);
    }
    if (code.len == 0)
        return say_no(caller, trip.purpose,
            SAY("You were not signed in there. Try once more."), answer, err);
    errand = (struct errand){.provider = trip.provider,
        .code = code,
        .attempt = attempt_of(caller, &trip),
        .whose = trip.browser,
        .next = trip.next,
        .purpose = trip.purpose};
    return send(caller, &errand, answer, err);
}

/* ---- what comes of it ---- */

/* Connect who is signed in, if they are who began it. */
static bool finish_connecting(struct caller *caller, const struct errand_back *back,
    const struct people_identity *identity, struct http_answer *answer, struct err *err)
{
    struct err why = {0};

    if (!caller->is_known || !str_equal(back->errand.whose, connecting_browser(caller)))
        return say_no(caller, ERRAND_CONNECTS,
            SAY("You signed in or out meanwhile. Begin once more."), answer, err);
    if (staff_connect(
            &caller->site->staff, caller->session.account.number, identity, &why)) {
        http_see_other(answer, STR("/account?done=connected"));
        return true;
    }
    if (why.kind == ERR_CONFLICT || why.kind == ERR_DENIED)
        return say_not_connected(caller, caller_wrong(caller, &why), answer);
    *err = why;
    return false;
}

static bool finish_signing_in(struct caller *caller, const struct errand_back *back,
    const struct people_identity *identity, struct http_answer *answer, struct err *err)
{
    struct proof proof = {.way = caller->on_device ? WAY_PIN : WAY_PASSWORD,
        .wanted = {.address = back->errand.next},
        .at = STR("main"),
        .mistake = SAY("Nobody here is connected to that account, or they may not sign "
                       "in now. Ask for a link, and open it first.")};
    struct sign_in in;

    return staff_sign_in_provider(&caller->site->staff, identity, &in, err) &&
        sign_in_conclude(caller, &proof, &in, answer, err);
}

static bool finish(struct caller *caller, const struct errand_back *back,
    struct http_answer *answer, struct err *err)
{
    const struct people_identity identity = {
        back->identity.issuer, back->identity.subject};
    uint64_t number;

    if (back->errand.purpose == ERRAND_CONNECTS)
        return finish_connecting(caller, back, &identity, answer, err);
    if (back->errand.purpose == ERRAND_BINDS &&
        !staff_bind(
            &caller->site->staff, back->errand.whose, &identity, &number, err)) {
        struct err why = *err;

        if (why.kind != ERR_NOT_FOUND && why.kind != ERR_DENIED &&
            why.kind != ERR_CONFLICT)
            return false;
        *err = (struct err){0};
        return say_why(caller, ERRAND_BINDS, &why, answer, err);
    }
    return finish_signing_in(caller, back, &identity, answer, err);
}

bool wait_for_provider(
    struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct errand_back back;
    struct trip trip;

    switch (providers_look(caller->site->providers,
        cookie_find(caller->request, COOKIE_BROWSER), caller->arena, &back)) {
    case ERRAND_NONE:
        http_see_other(answer, STR("/sign-in"));
        return true;
    case ERRAND_OUT:
        return say_wait(caller, answer);
    case ERRAND_BACK:
        break;
    }
    if (back.err.kind != ERR_NONE)
        return say_why(caller, back.errand.purpose, &back.err, answer, err);
    if (back.errand.code.len > 0)
        return finish(caller, &back, answer, err);
    trip = (struct trip){.provider = back.errand.provider,
        .browser = back.errand.whose,
        .next = back.errand.next,
        .purpose = back.errand.purpose};
    return go(caller, &trip, answer, err);
}

/* ---- the links ---- */

void provider_links(const struct caller *caller, str before, str query,
    const struct link_view **links, size_t *count)
{
    size_t more = providers_count(caller->site->providers);
    struct link_view *all = ARENA_ARRAY(caller->arena, struct link_view, *count + more);

    if (*count > 0)
        memcpy(all, *links, *count * sizeof(*all));
    for (size_t i = 0; i < more; i++) {
        const struct oidc_provider *provider = providers_at(caller->site->providers, i);
        struct text address = text_in(caller->arena);

        text_add(&address, before);
        text_add(&address, provider->name);
        text_add(&address, query);
        all[(*count)++] = (struct link_view){text_str(&address), provider->title};
    }
    *links = all;
}
