/*
 * The people of a district, each signed in: accounts and sessions in DIR, made while
 * nobody serves it.
 *
 *     desk_people DIR DESKS BOARDS FILE    FILE: a line of token and form's token each
 */
#include "app/app.h"
#include "os/os.h"

#include <stdio.h>
#include <stdlib.h>

enum { SCHOOLS = 50, LAWYERS = 20 };

static void must(bool done, const struct err *err)
{
    if (done)
        return;
    fprintf(stderr, "%" STR_FMT "\n", STR_ARG(err_text(err)));
    exit(1);
}

static int64_t now(void *context)
{
    (void)context;
    return os_now();
}

static void add_account(
    struct staff *staff, const char *login, const struct people_right *right)
{
    struct staff_invitation to = {
        .login = str_from(login), .name = str_from(login), right, 1};
    struct people_token link;
    struct err err = {0};
    uint64_t number;

    must(staff_invite(staff, &to, STR("bench"), &link, &err) &&
            staff_use_link(staff, people_token_str(&link), (str){0}, (str){0},
                STR("correct horse battery"), &number, &err),
        &err);
}

static void add_session(struct staff *staff, const char *login, FILE *to)
{
    struct sign_in in;
    struct err err = {0};
    char csrf[PEOPLE_CSRF_CHARS];
    str token;

    must(staff_sign_in_proxy(staff, str_from(login), &in, &err), &err);
    token = people_token_str(&in.token);
    people_csrf(&staff->people, token, csrf);
    fprintf(to, "%" STR_FMT " %.*s\n", STR_ARG(token), PEOPLE_CSRF_CHARS, csrf);
}

/* `count` sessions, shared out among accounts "NAME-1", "NAME-2", ... */
static void add_people(struct staff *staff, enum people_role role, const char *name,
    unsigned accounts, unsigned count, FILE *to)
{
    for (unsigned i = 0; i < count; i++) {
        char login[64];
        char school[64];
        struct people_right right = {.role = role};

        (void)snprintf(login, sizeof(login), "%s-%u", name, i % accounts);
        (void)snprintf(school, sizeof(school), "School %u", i % accounts);
        if (role == ROLE_DESK)
            right.school = str_from(school);
        if (i < accounts)
            add_account(staff, login, &right);
        add_session(staff, login, to);
    }
}

static int make_people(char **words)
{
    const struct keeper_clock clock = {now, NULL};
    struct keeper *keeper;
    struct staff staff = {0};
    struct err err = {0};
    char record[4096];
    FILE *to = fopen(words[4], "w");

    (void)snprintf(record, sizeof(record), "%s/record", words[1]);
    if (to == NULL)
        return 1;
    must(keeper_open(str_from(record), &clock, &keeper, &err) &&
            staff_open(&staff, str_from(words[1]), keeper, &clock, &err),
        &err);
    add_people(&staff, ROLE_DESK, "desk", SCHOOLS, (unsigned)atoi(words[2]), to);
    add_people(&staff, ROLE_LAW, "law", LAWYERS, (unsigned)atoi(words[3]), to);
    staff_close(&staff);
    keeper_close(keeper);
    return fclose(to) == 0 ? 0 : 1;
}

int main(int count, char **words)
{
    if (count == 5)
        return make_people(words);
    fprintf(stderr, "desk_people DIR DESKS BOARDS FILE\n");
    return 2;
}
