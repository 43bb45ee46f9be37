/*
 * /account/providers/{provider}: an account of one's own at another place, to sign in by.
 *
 * Connecting and disconnecting ask for the password first.  Whose account it is there is
 * found out by signing in there, never by what somebody types here.
 */
#include "web/account.h"
#include "web/sign_in.h"

struct connecting {
    const struct oidc_provider *provider;
    int64_t since; /* when it was connected; 0: it is not */
};

/* When they were connected to each provider. */
static bool look_up(
    const struct caller *caller, str issuer, int64_t *since, struct err *err)
{
    struct people_connection *all;
    size_t count;

    *since = 0;
    if (!people_connections(&caller->site->staff.people, caller->arena,
            caller->session.account.number, &all, &count, err))
        return false;
    for (size_t i = count; i > 0; i--)
        if (str_equal(all[i - 1].identity.issuer, issuer))
            *since = all[i - 1].made_at;
    return true;
}

static bool find(const struct caller *caller, struct connecting *out, struct err *err)
{
    *out = (struct connecting){.provider = providers_find(caller->site->providers,
                                   http_part(caller->request, STR("provider")))};
    if (out->provider == NULL)
        return err_set(err, ERR_NOT_FOUND, SAY("nobody signs in by this here"));
    return look_up(caller, out->provider->issuer, &out->since, err);
}

static str address_of(const struct caller *caller, const struct oidc_provider *provider)
{
    struct text address = text_in(caller->arena);

    text_add(&address, STR("/account/providers/"));
    text_add(&address, provider->name);
    return text_str(&address);
}

bool part_providers(
    const struct caller *caller, struct part_view *part, struct err *err)
{
    const struct providers *providers = caller->site->providers;
    size_t count = providers_count(providers);
    struct row_view *rows = ARENA_ARRAY(caller->arena, struct row_view, count);

    *part = (struct part_view){0};
    for (size_t i = 0; i < count; i++) {
        const struct oidc_provider *provider = providers_at(providers, i);
        int64_t since;
        str when;

        if (!look_up(caller, provider->issuer, &since, err) ||
            !moment_words(caller, since, &when, err))
            return false;
        rows[i] = (struct row_view){.key = provider->title,
            .value = since == 0
                ? SAY("Not connected")
                : caller_say(caller, SAY("Connected since %1"), &when, 1),
            .change = address_of(caller, provider)};
    }
    if (count > 0)
        *part = (struct part_view){.title = SAY("Accounts at other places"),
            .summary = {.rows = rows, .count = count}};
    return true;
}

static bool ask(const struct caller *caller, const struct connecting *c,
    struct http_answer *answer, const struct err *err)
{
    struct field_view field = account_password_field();
    struct ask_view view = {.title = c->provider->title,
        .lead = c->since > 0
            ? SAY("You sign in by your account there. After this it does not count here "
                  "any more, and where you came in by it you are signed out.")
            : SAY("You sign in there now, and from then on you come in here by it, too."),
        .back = STR("/account"),
        .form = caller_form(caller, address_of(caller, c->provider)),
        .fields = &field,
        .field_count = caller->session.account.has_password ? 1 : 0,
        .button = c->since > 0 ? SAY("Disconnect it") : SAY("Go there and connect it")};

    return account_asks_again(caller, &view, STR("password"), answer, err);
}

bool show_provider(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct connecting c;

    return find(caller, &c, err) && ask(caller, &c, answer, err);
}

bool take_provider(struct caller *caller, struct http_answer *answer, struct err *err)
{
    struct connecting c;

    if (!find(caller, &c, err))
        return false;
    if (!account_checks(caller, err))
        return ask(caller, &c, answer, err);
    if (c.since == 0)
        return go_and_connect(caller, c.provider, answer);
    if (!staff_disconnect(&caller->site->staff, caller->session.account.number,
            c.provider->issuer, caller->session.number, err))
        return false;
    http_see_other(answer, STR("/account?done=disconnected"));
    return true;
}
