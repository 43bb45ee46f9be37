/*
 * twin: the entry rule of protocols/chicago.md, written by hand.
 *
 * What a C programmer would write who has the page and no Vestibule: the yardstick for
 * how fast a decision can be.  Facts come as they are kept, dates as days.
 */
#ifndef VESTIBULE_BENCH_TWIN_H
#define VESTIBULE_BENCH_TWIN_H

#include <stddef.h>
#include <stdint.h>

/* Everything that the entry rule reads; values in the order of the page. */
struct visit {
    int32_t today;
    int32_t issued;
    int32_t execute_by;
    int16_t now; /* minutes since midnight */
    uint8_t emergency;
    uint8_t where;
    uint8_t agency;
    uint8_t credentials;
    uint8_t reason;
    uint8_t about;
    uint8_t paper;
    uint8_t court;
    uint8_t signer;
    uint8_t copy;
    uint8_t attachments;
    uint8_t fits;
    uint8_t dated;
    uint8_t any_hour;
    uint8_t beyond;
    uint8_t law;
    uint8_t called_911;
    uint8_t parents_told;
    uint8_t adult_there;
    uint8_t appointment;
    uint8_t exigency;
    uint8_t in_charge;
};

/* Decide `count` visits, one after another: 0 refuse, 1 object, 2 wait,
 * 3 outside, 4 admit. */
void twin_decide(const struct visit *visits, size_t count, uint8_t *answers);

#endif
