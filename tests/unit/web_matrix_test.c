/*
 * Every door, as every role and as nobody: what the table of doors and the protocol of
 * roles say, worked out here again, is what is answered.
 *
 * The doors are taken from the table, so a new one is tried by itself.  Each answer, of
 * whatever kind, must carry the headers that forbid, and none may be a failure of ours.
 * What is typed anywhere comes out escaped, and nothing of it is told to operators.
 */
#include "http_wire.h"
#include "web/made_site.h"

#include <fcntl.h>

/* What is typed wherever something can be typed. */
static const str canary = STR_INIT("%22%27%3E%3Cscript%3Ezx9canary%3C%2Fscript%3E");
static const str written = STR_INIT("<script>zx9canary");
static const str secret = STR_INIT("zx9canary");

enum { HEARD_STATUS = 9 }; /* where it stands in "HTTP/1.1 200" */

struct fixture {
    struct made_site made;
    struct wire wire;
    struct arena scratch; /* of the requests of one round */
    str heard;            /* the last answer */
    unsigned status;
    str log; /* what operators were told */
    int log_file;
    int own_stderr;
};

/* ---- asking ---- */

struct asked {
    enum http_method method;
    str path;
    const struct made_person *person; /* NULL: nobody */
    str fields;
    str headers;
};

static str lower(struct arena *arena, str s)
{
    char *bytes = ARENA_ARRAY(arena, char, s.len + 1);

    for (size_t i = 0; i < s.len; i++)
        bytes[i] = char_is_upper(s.ptr[i]) ? (char)(s.ptr[i] - 'A' + 'a') : s.ptr[i];
    return (str){bytes, s.len};
}

/* Whether a head allows no code made of text; the pages that decide without a network
 * may compile WebAssembly, which is none. */
static bool forbids_code(str head, str path)
{
    static const str compiles = STR_INIT("; script-src 'self' 'wasm-unsafe-eval';");
    str page = str_slice(path, 0, str_find_byte(path, '?', 0));
    bool decides = str_equal(page, STR("/offline")) || str_equal(page, STR("/outbox"));
    size_t at = decides ? str_find(head, compiles, 0) : head.len;

    return !wire_has(str_slice(head, 0, at), STR("unsafe")) &&
        !wire_has(str_slice(head, at + compiles.len, head.len), STR("unsafe"));
}

/* Whatever is answered, its head forbids what a page does not need. */
static bool is_guarded(struct fixture *f, const struct asked *asked)
{
    str head = lower(
        &f->scratch, str_slice(f->heard, 0, str_find(f->heard, STR("\r\n\r\n"), 0)));
    str rest = head;
    str line;
    bool good = wire_has(head, STR("\ncontent-security-policy: default-src")) &&
        wire_has(head, STR("frame-ancestors 'none'")) &&
        forbids_code(head, asked->path) &&
        wire_has(head, STR("\nx-content-type-options: nosniff")) &&
        wire_has(head, STR("\nreferrer-policy: no-referrer"));

    while (str_split(&rest, '\n', &line)) {
        if (str_starts(line, STR("set-cookie: ")))
            good = good && wire_has(line, STR("; httponly; samesite=lax"));
        if (str_starts(line, STR("location: ")))
            good = good && str_starts(line, STR("location: /")) &&
                !str_starts(line, STR("location: //"));
    }
    return good;
}

/* On a connection of its own. */
static str exchange(struct fixture *f, str bytes)
{
    struct text heard = text_in(&f->scratch);
    int client = wire_dial(&f->wire);
    bool open = true;
    size_t before;

    REQUIRE(client >= 0);
    REQUIRE(dup2(f->log_file, STDERR_FILENO) >= 0);
    wire_say(&f->wire, client, bytes);
    do {
        before = heard.len;
        (void)wire_serve(&f->wire);
        open = wire_take(client, &heard);
    } while (open && heard.len != before);
    close(client);
    (void)wire_serve(&f->wire);
    REQUIRE(dup2(f->own_stderr, STDERR_FILENO) >= 0);
    return text_str(&heard);
}

static void ask(struct fixture *f, const struct asked *asked)
{
    struct text text = text_in(&f->scratch);
    int64_t status = 0;

    text_add(&text, asked->method == HTTP_POST ? STR("POST ") : STR("GET "));
    text_add(&text, asked->path);
    text_add(&text, STR(" HTTP/1.1\r\nHost: school.example\r\n"));
    text_add(&text, asked->headers);
    if (asked->person != NULL) {
        text_add(&text, STR("Cookie: vestibule-session="));
        text_add(&text, asked->person->token);
        text_add(&text, STR("\r\n"));
    }
    if (asked->method == HTTP_POST) {
        text_add(&text, STR("Content-Type: application/x-www-form-urlencoded\r\n"));
        text_add(&text, STR("Content-Length: "));
        text_add_u64(&text, asked->fields.len);
        text_add(&text, STR("\r\n"));
    }
    text_add(&text, STR("\r\n"));
    text_add(&text, asked->fields);
    f->heard = exchange(f, text_str(&text));
    (void)str_to_i64(str_slice(f->heard, HEARD_STATUS, HEARD_STATUS + 3), &status);
    f->status = (unsigned)status;
}

/* A point about the last answer; its words say which. */
static void expect(struct fixture *f, bool good, const struct asked *asked, str what)
{
    struct text text = text_in(&f->scratch);

    if (good && f->status >= 200 && f->status < 500 && is_guarded(f, asked))
        return;
    text_add(&text, what);
    text_add(&text, asked->method == HTTP_POST ? STR(": POST ") : STR(": GET "));
    text_add(&text, asked->path);
    text_add(&text, STR(" as "));
    text_add(&text, asked->person == NULL ? STR("nobody") : asked->person->login);
    text_add(&text, STR(": "));
    text_add(&text, str_slice(f->heard, 0, 400));
    CHECK_STR(text_str(&text), STR(""));
}

/* The fields that every form carries, so that it counts. */
static str form_of(struct fixture *f, const struct made_person *person, str more)
{
    struct text text = text_in(&f->scratch);
    uint8_t key[KEEPER_KEY_BYTES];
    char csrf[PEOPLE_CSRF_CHARS];

    keeper_new_key(f->made.site.keeper, key);
    text_add(&text, STR("key="));
    text_add_key(&text, key);
    if (person != NULL) {
        people_csrf(&f->made.site.staff.people, person->token, csrf);
        text_add(&text, STR("&token="));
        text_add(&text, (str){csrf, sizeof(csrf)});
    }
    text_add(&text, more);
    return text_str(&text);
}

static uint64_t recorded(struct fixture *f)
{
    struct keeper_state state;
    struct err err = {0};

    made_must(keeper_state(f->made.site.keeper, &state, &err), &err);
    return state.size;
}

/* ---- the fixture ---- */

static void open_all(struct fixture *f)
{
    struct text path;

    *f = (struct fixture){0};
    path = text_in(&f->scratch);
    made_open(&f->made);
    f->log = made_join(&f->made.arena, f->made.data, STR("/log"));
    text_add(&path, f->log);
    text_add_byte(&path, '\0');
    f->own_stderr = dup(STDERR_FILENO);
    f->log_file = open(path.ptr, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    REQUIRE(f->own_stderr >= 0 && f->log_file >= 0);
    REQUIRE(wire_open_with(&f->wire, &f->made.settings));
    f->made.site.server = f->wire.server;
}

static void close_all(struct fixture *f)
{
    close(f->own_stderr);
    close(f->log_file);
    wire_close(&f->wire);
    made_close(&f->made);
    arena_clear(&f->scratch);
}

/* ---- who may ---- */

/* Whether a door is about the visit, which is at Hamline. */
static bool is_of_visit(const struct door *door)
{
    return str_find(door->pattern, STR("{id}"), 0) < door->pattern.len;
}

/* Handlers that ask for one of these as well, with the visit of the address. */
static const struct {
    str pattern;
    enum may_act either;
    enum may_act other;
} asks_more[] = {
    {STR_INIT("/visits/{id}/messages"), MAY_JOIN_VISIT, MAY_MESSAGE_DESK},
    {STR_INIT("/board/visits/{id}/facts/{name}"), MAY_STATE_LAW_FACT,
        MAY_STATE_LAW_FACT},
    {STR_INIT("/protocols/{name}/drafts"), MAY_DRAFT_EDITION, MAY_APPROVE_EDITION},
    {STR_INIT("/protocols/{name}/drafts/{draft}"), MAY_DRAFT_EDITION,
        MAY_APPROVE_EDITION},
    {STR_INIT("/protocols/{name}/drafts/{draft}/compare"), MAY_DRAFT_EDITION,
        MAY_APPROVE_EDITION},
    {STR_INIT("/protocols/{name}/drafts/{draft}/proofs"), MAY_DRAFT_EDITION,
        MAY_APPROVE_EDITION},
};

static bool is_allowed(
    struct fixture *f, const struct door *door, const struct made_person *person)
{
    str role = people_role_name(person->role);
    bool own = person->school.len == 0 || !is_of_visit(door) ||
        str_equal(person->school, STR("Hamline"));
    bool allowed = door->let != DOOR_MAY || made_may(&f->made, role, door->act, own);

    for (size_t i = 0; i < COUNT_OF(asks_more); i++)
        if (str_equal(door->pattern, asks_more[i].pattern))
            allowed = allowed &&
                (made_may(&f->made, role, asks_more[i].either, own) ||
                    made_may(&f->made, role, asks_more[i].other, own));
    return allowed;
}

static void try_door(
    struct fixture *f, const struct door *door, const struct made_person *person)
{
    bool allowed = is_allowed(f, door, person);
    struct asked asked = {.method = door->method,
        .path = made_path(&f->made, door->pattern, STR("")),
        .person = person,
        .fields = form_of(f, person, STR(""))};
    uint64_t before = recorded(f);

    ask(f, &asked);
    if (!allowed)
        expect(f, f->status == 403 && recorded(f) == before, &asked,
            STR("was not refused"));
    else
        expect(
            f, door->let != DOOR_MAY || f->status != 403, &asked, STR("was refused"));
}

TEST(web_matrix, lets_each_role_in_where_the_protocol_of_roles_does)
{
    struct fixture f;

    open_all(&f);
    for (size_t d = 0; d < door_count; d++)
        for (size_t p = 0; p < MADE_PEOPLE - 1; p++) {
            made_sign_in(&f.made, &f.made.people[p]);
            try_door(&f, &doors[d], &f.made.people[p]);
            arena_clear(&f.scratch);
        }
    close_all(&f);
}

TEST(web_matrix, lets_nobody_in_without_signing_in_whatever_is_claimed)
{
    static const str headers[] = {STR_INIT(""),
        STR_INIT("X-Remote-User: everything\r\nX-Vestibule-Proxy: of the proxy\r\n"),
        STR_INIT("X-Forwarded-For: 192.0.2.7\r\nX-Real-IP: 192.0.2.7\r\n"
                 "Forwarded: for=192.0.2.7;proto=https\r\nX-Forwarded-Proto: https\r\n"
                 "X-Forwarded-Host: evil.example\r\nX-Original-URL: /about\r\n"
                 "X-Remote-User: everything\r\nX-Vestibule-Proxy: of the proxy\r\n"),
        STR_INIT("Cookie: vestibule-session=x; vestibule-session=y\r\n"),
        STR_INIT("Authorization: Basic ZXZlcnl0aGluZzp4\r\n")};
    static const str peers[] = {STR_INIT("192.0.2.7")};
    struct fixture f;
    uint64_t before;

    open_all(&f);
    f.made.site.proxy = (struct proxy){.login_header = STR("X-Remote-User"),
        .secret_header = STR("X-Vestibule-Proxy"),
        .secret = STR("of the proxy"),
        .peers = peers,
        .peer_count = 1};
    before = recorded(&f);
    for (size_t d = 0; d < door_count; d++)
        for (size_t h = 0; h < COUNT_OF(headers) && doors[d].let != DOOR_ANYONE; h++) {
            struct asked asked = {.method = doors[d].method,
                .path = made_path(&f.made, doors[d].pattern, STR("")),
                .fields = form_of(&f, NULL, STR("")),
                .headers = headers[h]};

            ask(&f, &asked);
            expect(&f,
                (f.status == 401 || f.status == 403 ||
                    (f.status == 303 &&
                        wire_has(f.heard, STR("Location: /sign-in")))) &&
                    recorded(&f) == before,
                &asked, STR("was let in"));
            arena_clear(&f.scratch);
        }
    close_all(&f);
}

/* ---- forgery ---- */

TEST(web_matrix, takes_no_form_without_the_token_of_its_session)
{
    struct fixture f;
    struct made_person *all;
    struct made_person other;

    open_all(&f);
    all = &f.made.people[MADE_PEOPLE - 1];
    other = *all;
    other.token = (str){0};
    made_sign_in(&f.made, &other); /* another session of the same account */
    for (size_t d = 0; d < door_count; d++) {
        const str forms[] = {form_of(&f, NULL, STR("")), form_of(&f, &other, STR("")),
            form_of(&f, NULL, STR("&token=")), STR("")};
        uint64_t before = recorded(&f);

        for (size_t i = 0; i < COUNT_OF(forms) && doors[d].method == HTTP_POST; i++) {
            struct asked asked = {.method = HTTP_POST,
                .path = made_path(&f.made, doors[d].pattern, STR("")),
                .person = all,
                .fields = forms[i]};

            ask(&f, &asked);
            expect(&f, f.status == 403 && recorded(&f) == before, &asked,
                STR("was taken"));
            asked.fields = form_of(&f, all, STR(""));
            asked.headers = i % 2 == 0 ? STR("Sec-Fetch-Site: cross-site\r\n")
                                       : STR("Origin: https://evil.example\r\n");
            ask(&f, &asked);
            expect(&f, f.status == 403 && recorded(&f) == before, &asked,
                STR("was taken from elsewhere"));
        }
        arena_clear(&f.scratch);
    }
    close_all(&f);
}

/* ---- addresses that climb ---- */

TEST(web_matrix, climbs_nowhere_by_any_address)
{
    static const str parts[] = {STR_INIT("%2e%2e"), STR_INIT(".%2E"),
        STR_INIT("..%2f..%2fetc%2fpasswd"), STR_INIT("%5c..%5cpeople.key"),
        STR_INIT("x%00.md"), STR_INIT("%c0%ae%c0%ae"), STR_INIT("..")};
    struct fixture f;

    open_all(&f);
    for (size_t r = 0; r < f.made.settings.route_count; r++)
        for (size_t i = 0; i < COUNT_OF(parts); i++) {
            const struct http_route *route = &f.made.settings.routes[r];
            struct asked asked = {.method = route->method,
                .path = made_path(&f.made, route->pattern, parts[i]),
                .person = &f.made.people[MADE_PEOPLE - 1]};
            struct text below = text_in(&f.scratch);

            text_add(&below, made_path(&f.made, route->pattern, STR("")));
            text_add(&below, STR("/"));
            text_add(&below, parts[i]);
            if (str_find_byte(route->pattern, '{', 0) < route->pattern.len) {
                ask(&f, &asked);
                expect(&f, f.status == 400, &asked, STR("was taken for an address"));
            }
            asked.path = text_str(&below);
            ask(&f, &asked);
            expect(&f, f.status == 400, &asked, STR("was taken for an address"));
            arena_clear(&f.scratch);
        }
    close_all(&f);
}

/* ---- what is typed ---- */

/* Add "&NAME=canary" for every field that a page has, but for those that make it count. */
static void add_fields(struct text *fields, str page)
{
    str mark = STR(" name=\"");

    for (size_t at = str_find(page, mark, 0); at < page.len;
         at = str_find(page, mark, at + 1)) {
        size_t start = at + mark.len;
        str name = str_slice(page, start, str_find_byte(page, '"', start));
        struct arena arena = {0};
        struct text pair = text_in(&arena);

        text_add_byte(&pair, '&');
        text_add(&pair, name);
        text_add_byte(&pair, '=');
        if (!str_equal(name, STR("token")) && !str_equal(name, STR("key")) &&
            http_is_token(name) && !wire_has(text_str(fields), text_str(&pair))) {
            text_add(fields, text_str(&pair));
            text_add(fields, canary);
        }
        arena_clear(&arena);
    }
}

static void look_at_all(struct fixture *f, struct text *fields)
{
    for (size_t d = 0; d < door_count; d++) {
        struct asked asked = {.method = HTTP_GET,
            .path = made_path(&f->made, doors[d].pattern, STR("")),
            .person = &f->made.people[MADE_PEOPLE - 1],
            .headers = STR("X-Note: zx9canary\r\nUser-Agent: zx9canary\r\n")};
        struct text query = text_in(&f->scratch);

        if (doors[d].method != HTTP_GET)
            continue;
        made_sign_in(&f->made, &f->made.people[MADE_PEOPLE - 1]);
        ask(f, &asked);
        add_fields(fields, f->heard);
        expect(f, !wire_has(f->heard, written), &asked, STR("shows it as HTML"));
        text_add(&query, asked.path);
        text_add(&query, STR("?x=1"));
        text_add(&query, text_str(fields));
        asked.path = str_slice(text_str(&query), 0, 4000);
        ask(f, &asked);
        expect(f, !wire_has(f->heard, written), &asked, STR("shows it as HTML"));
        arena_clear(&f->scratch);
    }
}

static bool tells(struct fixture *f, str words)
{
    struct err err = {0};
    str log;

    made_must(os_read_file(&f->scratch, f->log, 64 << 20, &log, &err), &err);
    return wire_has(log, words);
}

TEST(web_matrix, shows_what_is_typed_escaped_and_tells_it_to_no_operator)
{
    struct fixture f;
    struct made_person *all;
    struct arena arena = {0};
    struct text fields = text_in(&arena);
    struct asked asked = {.path = STR("/metrics")};

    open_all(&f);
    all = &f.made.people[MADE_PEOPLE - 1];
    look_at_all(&f, &fields);
    CHECK(fields.len > 0);
    for (size_t d = 0; d < door_count; d++) {
        if (doors[d].method != HTTP_POST)
            continue;
        made_sign_in(&f.made, all);
        asked = (struct asked){.method = HTTP_POST,
            .path = made_path(&f.made, doors[d].pattern, STR("")),
            .person = all,
            .fields = form_of(&f, all, text_str(&fields))};
        ask(&f, &asked);
        expect(&f, !wire_has(f.heard, written), &asked, STR("shows it as HTML"));
        arena_clear(&f.scratch);
    }
    look_at_all(&f, &fields);
    asked = (struct asked){.path = STR("/metrics")};
    ask(&f, &asked);
    CHECK_U64(f.status, 200);
    CHECK(!wire_has(f.heard, secret) && !wire_has(f.heard, STR("Hamline")));
    CHECK(tells(&f, STR("\"event\":\"request\"")));
    CHECK(!tells(&f, secret) && !tells(&f, all->token) && !tells(&f, STR("Hamline")));
    CHECK(!tells(&f, STR("horse")) && !tells(&f, f.made.visit));
    CHECK(!tells(&f, STR("127.0.0.1")) && !tells(&f, STR("everything")));
    close_all(&f);
    arena_clear(&arena);
}
