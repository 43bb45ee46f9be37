/*
 * Failures and waiting.
 */
#include "people/limit.h"

/* How many failures are free, and the longest wait after more. */
static const struct {
    uint32_t free;
    int64_t most;
} schedule[LIMIT_KIND_COUNT] = {
    [LIMIT_PAIR] = {LIMIT_PAIR_FREE, 300},
    /* A whole school may ask from one address. */
    [LIMIT_PEER] = {20, 60},
    [LIMIT_LOGIN] = {10, 60},
};

enum { SETS = LIMIT_SLOTS / LIMIT_WAYS };

static bool is_remembered(const struct limit_slot *slot, int64_t now)
{
    return slot->name != 0 && now < slot->at + LIMIT_FORGET;
}

static const struct limit_slot *find(const struct limits *limits, uint64_t name)
{
    const struct limit_slot *set = &limits->slots[name / 2 % SETS * LIMIT_WAYS];

    for (size_t i = 0; i < LIMIT_WAYS; i++)
        if (set[i].name == name)
            return &set[i];
    return NULL;
}

uint32_t limit_failures(const struct limits *limits, uint64_t name, int64_t now)
{
    const struct limit_slot *slot = find(limits, name);

    return slot != NULL && is_remembered(slot, now) ? slot->failures : 0;
}

int64_t limit_wait(
    const struct limits *limits, enum limit_kind kind, uint64_t name, int64_t now)
{
    const struct limit_slot *slot = find(limits, name);
    uint32_t failures = limit_failures(limits, name, now);
    int64_t pause = 1;

    if (failures < schedule[kind].free)
        return 0;
    for (uint32_t i = schedule[kind].free; i < failures && pause < schedule[kind].most;
         i++)
        pause *= 2;
    if (pause > schedule[kind].most)
        pause = schedule[kind].most;
    if (now < slot->at) /* the clock was set back */
        return pause;
    return slot->at + pause > now ? slot->at + pause - now : 0;
}

void limit_fail(struct limits *limits, uint64_t name, int64_t now)
{
    struct limit_slot *set = &limits->slots[name / 2 % SETS * LIMIT_WAYS];
    struct limit_slot *slot = &set[0];

    for (size_t i = 0; i < LIMIT_WAYS; i++) {
        if (set[i].name == name) {
            slot = &set[i];
            break;
        }
        if (set[i].name == 0 || (slot->name != 0 && set[i].at < slot->at))
            slot = &set[i];
    }
    if (slot->name != name || !is_remembered(slot, now))
        *slot = (struct limit_slot){.name = name};
    slot->at = now;
    if (slot->failures < UINT32_MAX)
        slot->failures++;
}

bool limit_take(struct limits *limits, int64_t now)
{
    if (limits->second != now) {
        limits->second = now;
        limits->tries = 0;
    }
    if (limits->tries == LIMIT_TRIES)
        return false;
    limits->tries++;
    return true;
}

void limit_forgive(struct limits *limits, uint64_t name)
{
    struct limit_slot *set = &limits->slots[name / 2 % SETS * LIMIT_WAYS];

    for (size_t i = 0; i < LIMIT_WAYS; i++)
        if (set[i].name == name)
            set[i] = (struct limit_slot){0};
}
