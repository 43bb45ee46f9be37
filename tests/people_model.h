/*
 * What people.db should hold, as arrays; and the rules of waiting, told a second time.
 */
#ifndef VESTIBULE_TESTS_PEOPLE_MODEL_H
#define VESTIBULE_TESTS_PEOPLE_MODEL_H

#include "people/people.h"

enum { ACCOUNTS = 4, PEERS = 3, DEVICES = 3, SCHOOLS = 2, SESSIONS = 24 };

enum token_state { TOKEN_NONE, TOKEN_GOOD, TOKEN_GONE };

struct model_failures {
    uint32_t count;
    int64_t at;
};

struct model_account {
    bool exists;
    uint64_t number;
    enum people_state state;
    bool has_password;
    uint64_t password;
    bool has_pin;
    size_t pin;
    bool is_operator;
    bool at_school[SCHOOLS];
    bool has_step;
    uint8_t secret[20];
    int64_t step_at;
    struct model_failures code_failures;
    bool link_alive;
    bool link_forgets;
    int64_t link_ends;
    struct people_token link;
};

struct model_device {
    enum token_state state;
    uint64_t number;
    size_t school;
    struct people_token token;
    struct model_failures failures[ACCOUNTS];
    char code[ENROL_CODE_CHARS];
    bool code_alive;
    size_t code_school;
    int64_t code_ends;
};

struct model_session {
    bool used; /* it was not ended */
    struct people_token token;
    size_t account;
    size_t device; /* DEVICES: none */
    enum session_way way;
    bool is_whole;
    int64_t used_at;
    int64_t ends_at;
};

struct model {
    struct people people;
    struct arena arena;
    int64_t now;
    uint64_t calls;
    struct model_account accounts[ACCOUNTS];
    struct model_device devices[DEVICES];
    struct model_session sessions[SESSIONS];
    size_t newest;
    /* The last login is nobody's, the last places are the devices. */
    struct model_failures pairs[ACCOUNTS + 1][PEERS + DEVICES];
    struct model_failures peers[PEERS];
    struct model_failures logins[ACCOUNTS + 1];
    struct model_failures tries; /* of this second */
};

/* With the first account made by the first link; NULL when that fails. */
struct model *model_new(void);
void model_free(struct model *m);

str model_login(size_t who);
str model_peer(size_t peer);
str model_school(size_t school);
str model_pin(size_t pin);
str model_password(struct model *m, uint64_t number);
str model_number(struct model *m, uint64_t number);

/* Read base32; make the six digits of a half minute. */
void model_secret(str base32, uint8_t secret[20]);
void model_code(
    const struct model *m, const struct model_account *a, int64_t step, char code[8]);

/* ---- waiting ---- */

int64_t model_pause(
    const struct model *m, const struct model_failures *f, uint32_t free, int64_t most);
int64_t model_wait(const struct model *m, size_t who, size_t peer, size_t device);
void model_count(const struct model *m, struct model_failures *f);
void model_fail(struct model *m, size_t who, size_t peer, size_t device);
void model_forgive(struct model *m, size_t who, size_t peer, size_t device);
uint64_t model_wrong_pins(const struct model *m, size_t device);
int64_t model_pin_wait(const struct model *m, size_t device);
void model_count_pin(struct model *m, size_t device, size_t who);

/* ---- sessions ---- */

void model_session(struct model *m, const struct sign_in *got, size_t who,
    size_t device, enum session_way way);
void model_end_sessions(struct model *m, size_t who);

/* Whether its time has not run out; whether somebody is signed in by it. */
bool model_is_alive(const struct model *m, const struct model_session *s);
bool model_counts(const struct model *m, const struct model_session *s);
size_t model_rights(const struct model *m, const struct model_session *s);

#endif
