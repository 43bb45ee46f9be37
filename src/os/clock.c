/*
 * The clock, and what it shows in a time zone.
 *
 * Zones come from the machine's tz database by libc.  libc takes any name and
 * quietly falls back to UTC, so whether a zone exists is looked up first.
 */
#include "os/inside.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { DAY_SECONDS = 86400, ZONE_NAME_MAX = 256 };

int64_t os_now(void)
{
    struct timespec now = {0};

    REQUIRE(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (int64_t)now.tv_sec;
}

uint64_t os_monotonic_ns(void)
{
    struct timespec now = {0};

    REQUIRE(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Whether the tz database has the zone; a name may not leave its folder. */
static bool zone_exists(str zone)
{
    static const str folders[] = {
        STR_INIT("/usr/share/zoneinfo/"), STR_INIT("/usr/lib/zoneinfo/")};
    str chosen = os_environment("TZDIR");
    char buffer[OS_PATH_MAX];

    if (str_starts(zone, STR("/")) || str_find(zone, STR(".."), 0) < zone.len)
        return false;
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        struct text path = text_fixed(buffer, sizeof(buffer));

        text_add(&path, chosen.len > 0 ? chosen : folders[i]);
        text_add_byte(&path, '/');
        text_add(&path, zone);
        text_add_byte(&path, '\0');
        if (!path.overflow && access(buffer, R_OK) == 0)
            return true;
    }
    return false;
}

static struct moment moment_of(const struct tm *local, int64_t instant)
{
    struct civil civil = {
        local->tm_year + 1900, (uint32_t)local->tm_mon + 1, (uint32_t)local->tm_mday};
    struct moment moment = {.day = date_from_civil(civil),
        .minute = local->tm_hour * 60 + local->tm_min,
        .second = local->tm_sec};
    int64_t shown =
        (int64_t)moment.day * DAY_SECONDS + (int64_t)moment.minute * 60 + moment.second;

    moment.offset = (int32_t)((shown - instant) / 60);
    return moment;
}

static bool no_zone(str zone, struct err *err)
{
    err_set(err, ERR_USAGE, STR("there is no time zone `"));
    err_add(err, zone);
    return err_add(err,
        STR("` in this machine's tz database; write for example America/Chicago (or "
            "install tzdata)"));
}

bool os_moment(str zone, int64_t instant, struct moment *out, struct err *err)
{
    str before = os_environment("TZ");
    bool had = before.ptr != NULL;
    char name[ZONE_NAME_MAX];
    char kept[ZONE_NAME_MAX];
    time_t seconds = (time_t)instant;
    struct tm local;
    bool known;

    if (zone.len >= sizeof(name) || before.len >= sizeof(kept) ||
        (zone.len > 0 && !zone_exists(zone)))
        return no_zone(zone, err);
    if (had)
        memcpy(kept, before.ptr, before.len);
    kept[before.len] = '\0';
    if (zone.len > 0) {
        memcpy(name, zone.ptr, zone.len);
        name[zone.len] = '\0';
        REQUIRE(setenv("TZ", name, 1) == 0);
    }
    tzset();
    known = localtime_r(&seconds, &local) != NULL;
    if (zone.len > 0)
        REQUIRE((had ? setenv("TZ", kept, 1) : unsetenv("TZ")) == 0);
    if (!known)
        return err_set(err, ERR_INVALID, STR("this moment is outside the calendar"));
    *out = moment_of(&local, instant);
    return true;
}
