/*
 * Any form, sent to any door by anybody: every answer is one, and none is a failure.
 *
 * The first two bytes say which door and who; the rest is the form, or the query.  The
 * site is a whole one, made once; what is taken stays, so later forms meet it.
 */
#include "app/desk_inside.h"
#include "http/inside.h"
#include "web/made_site.h"

#include <sanitizer/lsan_interface.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { RENEWED = 4096 }; /* after so many forms the site is made anew */

static struct made_site *made;
static uint64_t sent;

/* ---- its folder; the harness of tests is not here ---- */

str folder_make(struct arena *arena)
{
    struct text path = text_in(arena);
    struct err err = {0};

    text_add(&path, STR("build/fuzz/site-"));
    text_add_i64(&path, getpid());
    folder_remove(text_str(&path));
    made_must(os_make_folder(text_str(&path), OS_PRIVATE, &err), &err);
    return text_str(&path);
}

void folder_remove(str path)
{
    struct arena arena = {0};
    struct err ignored = {0};
    const str *names;
    size_t count;

    if (os_remove_file(path, &ignored)) {
        arena_clear(&arena);
        return;
    }
    if (os_list_folder(&arena, path, &names, &count, &ignored))
        for (size_t i = 0; i < count; i++)
            folder_remove(
                made_join(&arena, made_join(&arena, path, STR("/")), names[i]));
    (void)!os_remove_folder(path, &ignored);
    arena_clear(&arena);
}

/* ---- asking ---- */

static void ignore(void *context)
{
    (void)context;
}

static void forget(void)
{
    if (made == NULL)
        return;
    __lsan_unregister_root_region(made->site.keeper, sizeof(*made->site.keeper));
    __lsan_unregister_root_region(made->site.desk, sizeof(*made->site.desk));
    made_close(made);
    free(made);
    made = NULL;
}

/* What looks for leaks does not see by itself what pages of their own point to. */
static void renew(void)
{
    struct err err = {0};

    if (sent == 0)
        (void)atexit(forget);
    if (sent++ % RENEWED != 0)
        return;
    forget();
    made = calloc(1, sizeof(*made));
    REQUIRE(made != NULL);
    made_open(made);
    __lsan_register_root_region(made->site.keeper, sizeof(*made->site.keeper));
    __lsan_register_root_region(made->site.desk, sizeof(*made->site.desk));
    made->site.stderr_is_gone = true;
    made_must(keeper_defer(made->site.keeper, ignore, NULL, &err), &err);
}

static void add_header(struct http_pairs *headers, str name, str value)
{
    headers->items[headers->count++] = (struct http_pair){name, value};
}

/* The form, with the fields before it that make it count. */
static str form_of(struct arena *arena, const struct made_person *person, str rest)
{
    struct text text = text_in(arena);
    uint8_t key[KEEPER_KEY_BYTES];
    char csrf[PEOPLE_CSRF_CHARS];

    keeper_new_key(made->site.keeper, key);
    text_add(&text, STR("key="));
    text_add_key(&text, key);
    if (person != NULL) {
        people_csrf(&made->site.staff.people, person->token, csrf);
        text_add(&text, STR("&token="));
        text_add(&text, (str){csrf, sizeof(csrf)});
    }
    text_add_byte(&text, '&');
    text_add(&text, rest);
    return text_str(&text);
}

static void send_to(struct arena *arena, const struct door *door,
    const struct made_person *person, str rest)
{
    struct http_request request = {.context = &made->site,
        .arena = arena,
        .method = door->method,
        .path = made_path(made, door->pattern, STR("")),
        .pattern = door->pattern,
        .peer = STR("192.0.2.9")};
    struct http_answer answer = {0};
    struct err err = {0};
    bool done;

    request.parts.items = ARENA_ARRAY(arena, struct http_pair, HTTP_PARTS_MAX);
    request.headers.items = ARENA_ARRAY(arena, struct http_pair, 2);
    REQUIRE(http_route_matches(door->pattern, request.path, &request.parts));
    if (person != NULL)
        add_header(&request.headers, STR("Cookie"),
            made_join(arena, STR("vestibule-session="), person->token));
    if (door->method == HTTP_POST)
        request.body = form_of(arena, person, rest);
    else if (!http_form(arena, rest, &request.query, &err))
        return;
    done = door_show(&request, &answer, &err);
    REQUIRE(done && answer.status >= 200 && answer.status < 500);
    REQUIRE(str_find(answer.body, STR("<script>"), 0) == answer.body.len);
    if (answer.has_file)
        os_close_file(answer.file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct arena arena = {0};
    struct made_person *person = NULL;
    const struct door *door;

    if (len < 2)
        return 0;
    renew();
    door = &doors[bytes[0] % door_count];
    if (bytes[1] % (MADE_PEOPLE + 1) != MADE_PEOPLE) {
        person = &made->people[bytes[1] % (MADE_PEOPLE + 1)];
        made_sign_in(made, person);
    }
    if (door->show != show_board_events) /* it stays open */
        send_to(&arena, door, person, (str){(const char *)bytes + 2, len - 2});
    arena_clear(&arena);
    return 0;
}
