/*
 * What the pages show of answering a call by its link.
 */
#ifndef VESTIBULE_WEB_VIEWS_CALLED_H
#define VESTIBULE_WEB_VIEWS_CALLED_H

#include "web/views.h"

struct called_view {
    struct frame_view frame;
    str title;
    str lead;          /* or empty */
    const str *duties; /* what is asked of them */
    size_t duty_count;
    str button; /* empty: there is nothing to answer */
    struct form_view form;
};

#endif
