/*
 * Asking a trust policy about a checkpoint.
 */
#include "note/trust.h"

bool trust_has_quorum(const struct trust *trust, const struct note_seal *seals)
{
    uint32_t votes[TRUST_MEMBERS_MAX] = {0};

    if (trust->quorum == TRUST_NONE)
        return true;
    for (size_t k = 0; k < trust->key_count; k++)
        if (trust->owners[k].member != TRUST_NONE && seals[k].is_signed)
            votes[trust->owners[k].member]++;
    /* Groups stand after their members, so one pass carries all votes upwards. */
    for (size_t m = 0; m < trust->member_count; m++)
        if (votes[m] >= trust->members[m].needed &&
            trust->members[m].group != TRUST_NONE)
            votes[trust->members[m].group]++;
    return votes[trust->quorum] >= trust->members[trust->quorum].needed;
}

/* Whether a log has signed, under the name that the checkpoint bears. */
static bool is_of_log(
    const struct trust *trust, const struct note_seal *seals, str origin)
{
    for (size_t k = 0; k < trust->key_count; k++)
        if (trust->owners[k].member == TRUST_NONE && seals[k].is_signed &&
            str_equal(trust->keys[k].name, origin))
            return true;
    return false;
}

static bool not_reached(const struct trust *trust, struct err *err)
{
    err_set(err, ERR_DENIED, STR("too few witnesses have cosigned this checkpoint: "));
    err_add(err, trust->members[trust->quorum].name);
    err_add(err, STR(" is not reached"));
    return err_add(err, STR("; ask for a newer checkpoint or proof"));
}

bool trust_open(struct arena *arena, const struct ed25519 *ed25519,
    const struct trust *trust, str bytes, struct checkpoint *out,
    struct note_seal *seals, struct err *err)
{
    struct note note;

    if (!note_read(bytes, &note, err) ||
        !note_verify(
            arena, ed25519, &note, trust->keys, trust->key_count, seals, err) ||
        !checkpoint_read(note.text, out, err))
        return false;
    if (!is_of_log(trust, seals, out->origin)) {
        err_set(err, ERR_DENIED, STR("no log that is trusted has signed as "));
        return err_add(err, out->origin);
    }
    return trust_has_quorum(trust, seals) || not_reached(trust, err);
}
