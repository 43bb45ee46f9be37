/*
 * Keeping what is wanted: in an address, or in hidden fields whose names begin with
 * "form-", so that they never meet those of the page that carries them.
 */
#include "web/wanted.h"

static const str prefix = STR_INIT("form-");

/* ---- addresses ---- */

/* Whether a browser stays on this host when it is sent there. */
static bool is_own(str address)
{
    if (address.len == 0 || address.ptr[0] != '/' ||
        (address.len > 1 && address.ptr[1] == '/'))
        return false;
    for (size_t i = 0; i < address.len; i++)
        if (address.ptr[i] <= ' ' || address.ptr[i] > '~' || address.ptr[i] == '\\')
            return false;
    return true;
}

static void add_part(struct text *text, struct arena *arena, str part)
{
    struct html html = {text_in(arena), NULL};

    html_part(&html, part);
    text_add(text, text_str(&html.text));
}

static str address_of(const struct http_request *request)
{
    struct text text = text_in(request->arena);
    str rest = str_slice(request->path, 1, request->path.len);
    str part;

    while (str_split(&rest, '/', &part)) {
        text_add_byte(&text, '/');
        add_part(&text, request->arena, part);
    }
    for (size_t i = 0; i < request->query.count; i++) {
        text_add_byte(&text, i == 0 ? '?' : '&');
        add_part(&text, request->arena, request->query.items[i].name);
        text_add_byte(&text, '=');
        add_part(&text, request->arena, request->query.items[i].value);
    }
    return text.len == 0 ? STR("/") : text_str(&text);
}

str wanted_address(
    const struct caller *caller, str page, str query, const struct wanted *wanted)
{
    struct text text = text_in(caller->arena);

    text_add(&text, page);
    if (query.len > 0) {
        text_add_byte(&text, '?');
        text_add(&text, query);
    }
    if (wanted->is_form || str_equal(wanted->address, STR("/")))
        return text_str(&text);
    text_add_byte(&text, query.len > 0 ? '&' : '?');
    text_add(&text, STR("next="));
    add_part(&text, caller->arena, wanted->address);
    return text_str(&text);
}

/* ---- forms ---- */

static bool is_secret(str name)
{
    static const str secrets[] = {STR_INIT("password"), STR_INIT("new-password"),
        STR_INIT("pin"), STR_INIT("code"), STR_INIT("step"), STR_INIT("secret")};

    for (size_t i = 0; i < COUNT_OF(secrets); i++)
        if (str_equal(name, secrets[i]))
            return true;
    return false;
}

/* The fields of the caller's form whose names begin with `start`, which is cut off; false
 * when they are not to be kept: of another session, or with a secret among them. */
static bool take_fields(const struct caller *caller, str start, struct wanted *wanted)
{
    struct pair_view *fields =
        ARENA_ARRAY(caller->arena, struct pair_view, caller->form.count);
    str token = {0};

    wanted->fields = fields;
    for (size_t i = 0; i < caller->form.count; i++) {
        const struct http_pair *pair = &caller->form.items[i];
        str name = str_slice(pair->name, start.len, pair->name.len);

        if (!str_starts(pair->name, start))
            continue;
        if (is_secret(name))
            return false;
        if (str_equal(name, STR("token")))
            token = pair->value;
        else
            fields[wanted->count++] = (struct pair_view){name, pair->value};
    }
    return wanted->count > 0 && caller->token.len > 0 &&
        people_csrf_holds(&caller->site->staff.people, caller->token, token);
}

struct wanted wanted_now(const struct caller *caller)
{
    struct wanted wanted = {.address = address_of(caller->request)};

    if (caller->request->method == HTTP_GET)
        return wanted;
    wanted.is_form = take_fields(caller, STR(""), &wanted);
    return wanted.is_form ? wanted : (struct wanted){.address = STR("/")};
}

struct wanted wanted_before(const struct caller *caller)
{
    struct wanted wanted = {.address = caller_field(caller, STR("send"))};

    wanted.is_form = is_own(wanted.address) && take_fields(caller, prefix, &wanted);
    if (wanted.is_form)
        return wanted;
    wanted = (struct wanted){.address = caller_field(caller, STR("next"))};
    if (wanted.address.len == 0)
        (void)http_query(caller->request, STR("next"), &wanted.address);
    return is_own(wanted.address) ? wanted : (struct wanted){.address = STR("/")};
}

/* ---- hidden fields ---- */

const struct pair_view *wanted_kept(
    const struct caller *caller, const struct wanted *wanted, size_t *count)
{
    size_t forms = wanted->is_form ? wanted->count + 1 : 0;
    struct pair_view *kept = ARENA_ARRAY(caller->arena, struct pair_view, forms + 1);
    char csrf[PEOPLE_CSRF_CHARS];

    kept[0] = (struct pair_view){
        wanted->is_form ? STR("send") : STR("next"), wanted->address};
    for (size_t i = 0; i < wanted->count && wanted->is_form; i++) {
        struct text name = text_in(caller->arena);

        text_add(&name, prefix);
        text_add(&name, wanted->fields[i].name);
        kept[i + 1] = (struct pair_view){text_str(&name), wanted->fields[i].value};
    }
    if (wanted->is_form) {
        people_csrf(&caller->site->staff.people, caller->token, csrf);
        kept[forms] = (struct pair_view){
            STR("form-token"), arena_str(caller->arena, (str){csrf, sizeof(csrf)})};
    }
    *count = forms + 1;
    return kept;
}
