/*
 * What the page shows by which somebody is told in their browser.
 */
#ifndef VESTIBULE_WEB_VIEWS_PUSH_H
#define VESTIBULE_WEB_VIEWS_PUSH_H

#include "web/views.h"

struct push_view {
    struct frame_view frame;
    struct banner_view banner; /* its title empty: none */
    str why_not;               /* why it cannot be switched on here; or empty */
    struct form_view form;
    str key;                    /* by which the browser subscribes, in base64url */
    const struct part_view *on; /* where it is on; NULL: nowhere */
};

#endif
