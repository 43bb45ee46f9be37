/*
 * offline: what a device is given to go on without a network (docs/offline.md).
 */
#ifndef VESTIBULE_WEB_OFFLINE_H
#define VESTIBULE_WEB_OFFLINE_H

#include "web/views_offline.h"
#include "web/visits.h"

/* Whether they run visits at a school, so that their device goes on without a network. */
bool goes_offline(const struct caller *caller);

/* What their pages say when there is no network; NULL: they do not go on without. */
const struct away_view *away_of(const struct caller *caller, str language);

/* The address of the protocol's image. */
str image_address(const struct caller *caller);

#endif
