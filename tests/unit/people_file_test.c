/*
 * What the file people.db holds: no secret, and hashes at the cost of today.
 */
#include "folder.h"
#include "os/os.h"
#include "people_model.h"
#include "test.h"

#include <sqlite3.h>

static struct err err;

static void scan(struct model *m, str path, const str *secrets, size_t count)
{
    str bytes;

    if (!os_read_file(&m->arena, path, (size_t)1 << 30, &bytes, &err)) {
        CHECK(err.kind == ERR_NOT_FOUND);
        return;
    }
    CHECK(bytes.len > 0);
    for (size_t i = 0; i < count; i++)
        CHECK(secrets[i].len > 0 && str_find(bytes, secrets[i], 0) == bytes.len);
}

/* What was shown to people while the file was filled. */
struct shown {
    struct people_token link;
    struct people_token device;
    struct sign_in session;
    char enrol[ENROL_CODE_CHARS];
    char codes[RECOVERY_CODES][RECOVERY_CHARS];
    str secret;
};

static const str shown_password = STR_INIT("four words apart");
static const str shown_pin = STR_INIT("748391");

static bool fill(struct model *m, struct people *people, struct shown *shown)
{
    const struct people_right rights[] = {
        {ROLE_OPERATOR, {0}}, {ROLE_DESK, STR("Hamline")}};
    struct people_device device;
    uint64_t number;
    char code[8];
    str address;

    if (!people_first_link(people, &shown->link, &err) ||
        !people_use_link(people, people_token_str(&shown->link), STR("ada"), STR("Ada"),
            shown_password, &number, &err) ||
        !people_set_rights(people, number, rights, 2, &err) ||
        !people_set_pin(people, number, shown_pin, &err) ||
        !people_new_enrolment(
            people, STR("Hamline"), STR("Desk"), shown->enrol, &err) ||
        !people_enrol(people, &m->arena, (str){shown->enrol, ENROL_CODE_CHARS},
            STR("p"), &shown->device, &device, &err) ||
        !people_new_second_step(
            people, &m->arena, number, STR("V"), &shown->secret, &address, &err))
        return false;
    model_secret(shown->secret, m->accounts[0].secret);
    model_code(m, &m->accounts[0], m->now / 30, code);
    return people_confirm_second_step(
               people, number, (str){code, 6}, shown->codes, &err) &&
        people_sign_in_pin(people, people_token_str(&shown->device), number, shown_pin,
            &shown->session, &err) &&
        shown->session.answer == SIGN_IN_DONE;
}

TEST(people, leave_no_secret_in_the_file)
{
    static const uint8_t keys[2][PEOPLE_KEY_BYTES] = {{9, 8, 7}, {9, 8, 6}};
    struct model *m = model_new();
    struct people people = {0};
    struct shown shown;
    struct text path;
    struct text wal;
    str folder;
    bool is = true;

    CHECK_OR_STOP(m != NULL);
    folder = folder_make(&m->arena);
    path = text_in(&m->arena);
    text_add(&path, folder);
    text_add(&path, STR("/people.db"));
    wal = text_in(&m->arena);
    text_add(&wal, text_str(&path));
    text_add(&wal, STR("-wal"));
    CHECK_OR_STOP(people_open(
        &people, text_str(&path), DB_WRITE, keys[0], m->people.clock, &err));
    CHECK_OR_STOP(fill(m, &people, &shown));
    {
        const str secrets[] = {shown_password, shown_pin, people_token_str(&shown.link),
            people_token_str(&shown.device), people_token_str(&shown.session.token),
            {shown.enrol, ENROL_CODE_CHARS}, {shown.codes[0], RECOVERY_CHARS},
            {shown.codes[9], RECOVERY_CHARS}, shown.secret,
            {(const char *)m->accounts[0].secret, 20},
            {(const char *)keys[0], PEOPLE_KEY_BYTES}};

        scan(m, text_str(&path), secrets, COUNT_OF(secrets));
        scan(m, text_str(&wal), secrets, COUNT_OF(secrets));
        people_close(&people);
        scan(m, text_str(&path), secrets, COUNT_OF(secrets));
    }
    /* The file alone, with another key, is nothing to try passwords against. */
    CHECK_OR_STOP(people_open(
        &people, text_str(&path), DB_WRITE, keys[1], m->people.clock, &err));
    CHECK(people_check_own_password(&people, 1, shown_password, STR("p"), &is, &err));
    CHECK(!is);
    people_close(&people);
    folder_remove(folder);
    model_free(m);
}

/* Past the driver. */
static bool is_hashed_at(struct model *m, str cost)
{
    sqlite3_stmt *made = NULL;
    bool is = sqlite3_prepare_v2(m->people.db.handle,
                  "SELECT password FROM account WHERE login = 'ada'", -1, &made,
                  NULL) == SQLITE_OK &&
        sqlite3_step(made) == SQLITE_ROW &&
        str_starts(str_from((const char *)sqlite3_column_text(made, 0)), cost);

    (void)sqlite3_finalize(made);
    return is;
}

TEST(people, hash_again_when_the_cost_has_changed)
{
    struct model *m = model_new();
    struct password_cost dearer = {2, 16384};
    struct sign_in got;

    CHECK_OR_STOP(m != NULL);
    CHECK(is_hashed_at(m, STR("$argon2id$v=19$m=8,t=1,p=1$")));
    m->people.cost = &dearer;
    for (size_t i = 0; i < 2; i++) {
        CHECK(people_sign_in(&m->people, STR("ada"), STR("wrong"), STR("p"), (str){0},
                  &got, &err) &&
            got.answer == SIGN_IN_REFUSED);
        CHECK(is_hashed_at(m,
            i == 0 ? STR("$argon2id$v=19$m=8,t=1,p=1$")
                   : STR("$argon2id$v=19$m=16,t=2,p=1$")));
        CHECK(people_sign_in(&m->people, STR("ada"), model_password(m, 0), STR("p"),
                  (str){0}, &got, &err) &&
            got.answer == SIGN_IN_DONE);
    }
    CHECK(is_hashed_at(m, STR("$argon2id$v=19$m=16,t=2,p=1$")));
    model_free(m);
}
