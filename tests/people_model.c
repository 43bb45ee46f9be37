/*
 * The arrays, and rules that look at nothing but them.
 */
#include "people_model.h"

#include <stdlib.h>

static int64_t now_of(void *context)
{
    return ((struct model *)context)->now;
}

static bool make_first(struct model *m)
{
    struct model_account *a = &m->accounts[0];
    struct err err = {0};

    if (!people_first_link(&m->people, &a->link, &err) ||
        !people_use_link(&m->people, people_token_str(&a->link), model_login(0),
            STR("Ada Moreno"), model_password(m, 0), &a->number, &err))
        return false;
    a->exists = a->has_password = a->is_operator = true;
    a->state = STATE_ACTIVE;
    return true;
}

struct model *model_new(void)
{
    static const uint8_t key[PEOPLE_KEY_BYTES] = {7};
    struct model *m = calloc(1, sizeof(*m));
    struct err err = {0};

    if (m == NULL)
        return NULL;
    m->now = 1737700000;
    if (!people_open(&m->people, STR(":memory:"), DB_WRITE, key,
            (struct people_clock){now_of, m}, &err)) {
        free(m);
        return NULL;
    }
    m->people.cost = &password_cost_least;
    if (make_first(m))
        return m;
    model_free(m);
    return NULL;
}

void model_free(struct model *m)
{
    people_close(&m->people);
    arena_clear(&m->arena);
    free(m);
}

/* ---- names ---- */

str model_login(size_t who)
{
    static const str names[ACCOUNTS + 1] = {STR_INIT("ada"), STR_INIT("ben@school"),
        STR_INIT("carla.o"), STR_INIT("dev_1"), STR_INIT("nobody")};

    return names[who];
}

str model_peer(size_t peer)
{
    static const str names[PEERS] = {
        STR_INIT("192.0.2.1"), STR_INIT("192.0.2.2"), STR_INIT("2001:db8::1")};

    return names[peer];
}

str model_school(size_t school)
{
    return school == 0 ? STR("Hamline") : STR("Lincoln");
}

str model_pin(size_t pin)
{
    static const str pins[] = {
        STR_INIT("2741"), STR_INIT("85230"), STR_INIT("640917"), STR_INIT("3928")};

    return pins[pin];
}

str model_number(struct model *m, uint64_t number)
{
    struct text text = text_in(&m->arena);

    text_add_u64(&text, number);
    return text_str(&text);
}

str model_password(struct model *m, uint64_t number)
{
    struct text text = text_in(&m->arena);

    text_add(&text, STR("four words apart "));
    text_add_u64(&text, number);
    return text_str(&text);
}

/* ---- six digits ---- */

void model_secret(str base32, uint8_t secret[20])
{
    static const str letters = STR_INIT("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

    memset(secret, 0, 20);
    for (size_t i = 0; i < base32.len * 5; i++) {
        size_t value = str_find_byte(letters, base32.ptr[i / 5], 0);

        if ((value >> (4 - i % 5) & 1) != 0)
            secret[i / 8] |= (uint8_t)(128 >> i % 8);
    }
}

void model_code(
    const struct model *m, const struct model_account *a, int64_t step, char code[8])
{
    struct err err = {0};
    uint32_t number = 0;

    (void)m;
    (void)!crypto_hotp(
        (str){(const char *)a->secret, 20}, (uint64_t)step, &number, &err);
    for (size_t i = 6; i-- > 0; number /= 10)
        code[i] = (char)('0' + number % 10);
}

/* ---- waiting ---- */

static bool is_remembered(const struct model *m, const struct model_failures *f)
{
    return f->count > 0 && m->now < f->at + 3600;
}

int64_t model_pause(
    const struct model *m, const struct model_failures *f, uint32_t free, int64_t most)
{
    int64_t pause = 1;

    if (!is_remembered(m, f) || f->count < free)
        return 0;
    for (uint32_t i = free; i < f->count && pause < most; i++)
        pause = pause * 2 > most ? most : pause * 2;
    return f->at + pause > m->now ? f->at + pause - m->now : 0;
}

static size_t place_of(size_t peer, size_t device)
{
    return device < DEVICES ? PEERS + device : peer;
}

int64_t model_wait(const struct model *m, size_t who, size_t peer, size_t device)
{
    const struct model_failures *pair = &m->pairs[who][place_of(peer, device)];
    int64_t wait = model_pause(m, pair, 3, 300);
    int64_t more[2] = {0};

    if (device < DEVICES)
        return wait;
    more[0] = model_pause(m, &m->peers[peer], 20, 60);
    if (is_remembered(m, pair) && pair->count >= 3)
        more[1] = model_pause(m, &m->logins[who], 10, 60);
    for (size_t i = 0; i < 2; i++)
        wait = more[i] > wait ? more[i] : wait;
    return wait;
}

void model_count(const struct model *m, struct model_failures *f)
{
    if (!is_remembered(m, f))
        f->count = 0;
    f->count++;
    f->at = m->now;
}

void model_fail(struct model *m, size_t who, size_t peer, size_t device)
{
    model_count(m, &m->pairs[who][place_of(peer, device)]);
    if (device < DEVICES)
        return;
    model_count(m, &m->peers[peer]);
    model_count(m, &m->logins[who]);
}

void model_forgive(struct model *m, size_t who, size_t peer, size_t device)
{
    m->pairs[who][place_of(peer, device)] = (struct model_failures){0};
}

uint64_t model_wrong_pins(const struct model *m, size_t device)
{
    uint64_t count = 0;

    for (size_t i = 0; i < ACCOUNTS; i++)
        if (m->devices[device].failures[i].at > m->now - 86400)
            count += m->devices[device].failures[i].count;
    return count;
}

int64_t model_pin_wait(const struct model *m, size_t device)
{
    uint64_t wrong = model_wrong_pins(m, device);
    int64_t newest = 0;
    int64_t pause = 30;

    for (size_t i = 0; i < ACCOUNTS; i++)
        if (m->devices[device].failures[i].at > newest)
            newest = m->devices[device].failures[i].at;
    for (uint64_t i = 5; i < wrong; i++)
        pause = pause * 2 > 900 ? 900 : pause * 2;
    return wrong >= 5 && newest + pause > m->now ? newest + pause - m->now : 0;
}

/* Unlike the others it is forgotten by whoever signs in next, a day later. */
void model_count_pin(struct model *m, size_t device, size_t who)
{
    m->devices[device].failures[who].count++;
    m->devices[device].failures[who].at = m->now;
}

/* ---- sessions ---- */

/* Signing in clears away what is a day old. */
static void tidy(struct model *m)
{
    for (size_t d = 0; d < DEVICES; d++)
        for (size_t i = 0; i < ACCOUNTS; i++)
            if (m->devices[d].failures[i].at <= m->now - 86400)
                m->devices[d].failures[i] = (struct model_failures){0};
}

void model_session(struct model *m, const struct sign_in *got, size_t who,
    size_t device, enum session_way way)
{
    bool is_whole = got->answer == SIGN_IN_DONE;
    int64_t most = way == SESSION_BY_PIN ? SESSION_PIN_MOST : SESSION_MOST;

    tidy(m);
    m->newest = (m->newest + 1) % SESSIONS;
    m->sessions[m->newest] = (struct model_session){.used = true,
        .token = got->token,
        .account = who,
        .device = device,
        .way = way,
        .is_whole = is_whole,
        .used_at = m->now,
        .ends_at = m->now + (is_whole ? most : SESSION_CODE_MOST)};
}

void model_end_sessions(struct model *m, size_t who)
{
    for (size_t i = 0; i < SESSIONS; i++)
        if (m->sessions[i].account == who)
            m->sessions[i].used = false;
}

bool model_is_alive(const struct model *m, const struct model_session *s)
{
    int64_t idle = s->way == SESSION_BY_PIN ? SESSION_PIN_IDLE : SESSION_IDLE;

    return m->now < s->ends_at && m->now < s->used_at + idle;
}

size_t model_rights(const struct model *m, const struct model_session *s)
{
    const struct model_account *a = &m->accounts[s->account];
    size_t count = a->is_operator ? 1 : 0;

    if (s->way == SESSION_BY_PIN)
        return a->at_school[m->devices[s->device].school] ? 1 : 0;
    for (size_t i = 0; i < SCHOOLS; i++)
        count += a->at_school[i] ? 1 : 0;
    return count;
}

bool model_counts(const struct model *m, const struct model_session *s)
{
    return s->used && s->is_whole && model_is_alive(m, s) &&
        m->accounts[s->account].state == STATE_ACTIVE &&
        (s->way != SESSION_BY_PIN || model_rights(m, s) > 0);
}
