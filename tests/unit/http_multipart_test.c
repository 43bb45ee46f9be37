/* Forms with files: taken apart as they were put together, or refused whole. */
#include "http/inside.h"

#include "test.h"

static const str type = STR_INIT("multipart/form-data; boundary=----b0");

static bool take_apart(struct arena *arena, str content_type, str body, str *out)
{
    struct text text = text_in(arena);
    struct http_pairs lists[2];
    struct err err = {0};

    if (!http_multipart(arena, content_type, body, &lists[0], &lists[1], &err)) {
        CHECK(err.kind == ERR_INVALID && err.len > 0);
        return false;
    }
    for (size_t k = 0; k < COUNT_OF(lists); k++)
        for (size_t i = 0; i < lists[k].count; i++) {
            text_add(&text, lists[k].items[i].name);
            text_add(&text, k == 0 ? STR("=") : STR("@"));
            text_add(&text, lists[k].items[i].value);
            text_add_byte(&text, '|');
        }
    *out = text_str(&text);
    return true;
}

static const str whole = STR_INIT(
    "------b0\r\n"
    "Content-Disposition: form-data; name=\"title\"\r\n"
    "\r\n"
    "a warrant\r\n"
    "------b0\r\n"
    "content-disposition: form-data; name=\"photo\"; filename=\"../x\\\";.jpg\"\r\n"
    "Content-Type: image/jpeg\r\n"
    "\r\n"
    "\xff\xd8\r\n--b0\r\n----b\r\n\r\n"
    "------b0\r\n"
    "Content-Disposition: form-data; name=\"file\"; filename=\"\"\r\n"
    "\r\n"
    "\r\n"
    "------b0--\r\n");

TEST(multipart, gives_fields_and_the_bytes_of_files)
{
    struct arena arena = {0};
    str got;

    CHECK_OR_STOP(take_apart(&arena, type, whole, &got));
    CHECK_STR(got, STR("title=a warrant|photo@\xff\xd8\r\n--b0\r\n----b\r\n|"));
    CHECK(take_apart(
        &arena, STR("Multipart/Form-Data;boundary=\"----b0\" ; a=b"), whole, &got));
    arena_clear(&arena);
}

TEST(multipart, refuses_whatever_was_cut_off)
{
    struct arena arena = {0};
    str got;

    for (size_t len = 0; len < whole.len - 2; len++)
        CHECK(!take_apart(&arena, type, str_slice(whole, 0, len), &got));
    CHECK(take_apart(&arena, type, str_slice(whole, 0, whole.len - 2), &got));
    arena_clear(&arena);
}

TEST(multipart, refuses_what_is_not_plain)
{
    static const struct {
        str type;
        str body;
    } rows[] = {
        {STR_INIT("multipart/form-data"), STR_INIT("--\r\n\r\n----")},
        {STR_INIT("multipart/form-data; boundary=\"\""), STR_INIT("--\r\n\r\n----")},
        {STR_INIT("multipart/mixed; boundary=x"), STR_INIT("--x--")},
        {STR_INIT("multipart/form-data; boundary=x"), STR_INIT("--x--")},
        {STR_INIT("multipart/form-data; boundary=x"),
            STR_INIT("--x\r\n\r\na\r\n--x--")},
        {STR_INIT("multipart/form-data; boundary=x"),
            STR_INIT(
                "--x\r\nContent-Disposition: attachment; name=a\r\n\r\na\r\n--x--")},
        {STR_INIT("multipart/form-data; boundary=x"),
            STR_INIT("--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--")},
        {STR_INIT("multipart/form-data; boundary=x"),
            STR_INIT(
                "--x\r\nContent-Disposition: form-data; name=\"a b\"\r\n\r\na\r\n--x--")},
        {STR_INIT("multipart/form-data; boundary=x"),
            STR_INIT("--x\r\nContent-Disposition: form-data; name=a\r\n"
                     "Content-Disposition: form-data; name=b\r\n\r\na\r\n--x--")},
        {STR_INIT("multipart/form-data; boundary=x"),
            STR_INIT(
                "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--x--")},
        {STR_INIT("multipart/form-data; boundary=x"),
            STR_INIT(
                "--x\r\nContent-Disposition: form-data; name=a\r\n\r\na\r\n--x--more")},
        {STR_INIT("multipart/form-data; boundary=x"),
            STR_INIT(
                "before\r\n--x\r\nContent-Disposition: form-data; name=a\r\n\r\na\r\n--x--")},
    };
    struct arena arena = {0};
    str got;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK(!take_apart(&arena, rows[i].type, rows[i].body, &got));
    arena_clear(&arena);
}

TEST(multipart, bounds_how_many_there_are)
{
    struct arena arena = {0};
    struct text body = text_in(&arena);
    str got;

    for (int i = 0; i <= HTTP_PAIRS_MAX; i++)
        text_add(
            &body, STR("--x\r\nContent-Disposition: form-data; name=a\r\n\r\na\r\n"));
    text_add(&body, STR("--x--"));
    CHECK(!take_apart(
        &arena, STR("multipart/form-data; boundary=x"), text_str(&body), &got));
    arena_clear(&arena);
}
