/*
 * Makes an account for the scripts, in the folder of a server that does not run, and
 * signs it in: prints the session's token, which is the value of its cookie.
 *
 *     people_peer DIR LOGIN ROLE[@SCHOOL]...
 *
 * The password is "correct horse battery".
 */
#include "app/app.h"
#include "os/os.h"

#include <stdlib.h>
#include <string.h>

static const str password = STR_INIT("correct horse battery");

static void must(bool done, const struct err *err)
{
    struct err ignored;

    if (done)
        return;
    if (os_write(OS_STDERR, err_text(err), &ignored))
        exit(1);
    exit(2);
}

static int64_t now(void *context)
{
    (void)context;
    return os_now();
}

static struct people_right right_of(str word)
{
    size_t at = str_find_byte(word, '@', 0);
    struct people_right right = {.school = str_slice(word, at + 1, word.len)};

    if (!people_find_role(str_slice(word, 0, at), &right.role))
        exit(2);
    if (at == word.len)
        right.school = (str){0};
    return right;
}

int main(int count, char **words)
{
    const struct keeper_clock clock = {now, NULL};
    struct arena arena = {0};
    struct people_right rights[PEOPLE_ROLES_MAX];
    struct text record = text_in(&arena);
    struct keeper *keeper;
    struct staff staff = {0};
    struct staff_invitation to;
    struct people_token link;
    struct sign_in in;
    struct err err = {0};
    uint64_t number;
    str login;

    if (count < 4 || count > PEOPLE_ROLES_MAX + 3)
        return 2;
    login = (str){words[2], strlen(words[2])};
    for (int i = 3; i < count; i++)
        rights[i - 3] = right_of((str){words[i], strlen(words[i])});
    text_add(&record, (str){words[1], strlen(words[1])});
    text_add(&record, STR("/record"));
    must(keeper_open(text_str(&record), &clock, &keeper, &err), &err);
    must(staff_open(&staff, (str){words[1], strlen(words[1])}, keeper, &clock, &err),
        &err);
    to = (struct staff_invitation){login, login, rights, (size_t)count - 3};
    must(staff_invite(&staff, &to, STR("test"), &link, &err), &err);
    must(staff_use_link(&staff, people_token_str(&link), (str){0}, (str){0}, password,
             &number, &err),
        &err);
    must(staff_sign_in(&staff, login, password, STR("127.0.0.1"), (str){0}, &in, &err),
        &err);
    must(os_write(OS_STDOUT, people_token_str(&in.token), &err), &err);
    must(os_write(OS_STDOUT, STR("\n"), &err), &err);
    staff_close(&staff);
    keeper_close(keeper);
    arena_clear(&arena);
    return in.answer == SIGN_IN_DONE ? 0 : 1;
}
