/*
 * image: the compiled form of a protocol, read in place.
 *
 * Little-endian 32-bit words; docs/image.md gives every byte.  Sections follow
 * one another in fixed order, their lengths in the header, so a document has one
 * image and its SHA-256 names the edition.  The reader never copies: accessors
 * return slices into the caller's bytes, which must outlive the image.
 */
#ifndef VESTIBULE_EVAL_IMAGE_H
#define VESTIBULE_EVAL_IMAGE_H

#include "base/base.h"

enum { IMAGE_VERSION = 2, IMAGE_NONE = -1 };
#define IMAGE_MAGIC  0x42545356u /* "VSTB" */
#define IMAGE_ABSENT 0xFFFFFFFFu

/* Where a walk stands: the slot tested next in the top 10 bits, the place of its
 * first edge among the node words below.  The first IMAGE_LEAVES places are the leaves:
 * each is an edge to itself that tests the rest, a slot behind the last whose value is
 * always 0.  A walk that takes more steps than it needs so stays where it ended. */
typedef uint32_t image_edge;

enum { EDGE_PLACE_BITS = 22, IMAGE_LEAVES = 32 };

static inline uint32_t edge_slot(image_edge e)
{
    return e >> EDGE_PLACE_BITS;
}

static inline uint32_t edge_place(image_edge e)
{
    return e & ((1u << EDGE_PLACE_BITS) - 1);
}

static inline bool edge_is_leaf(image_edge e)
{
    return edge_place(e) < IMAGE_LEAVES;
}

static inline uint32_t edge_leaf(image_edge e)
{
    return edge_place(e);
}

static inline image_edge edge_make(uint32_t slot, uint32_t place)
{
    return slot << EDGE_PLACE_BITS | place;
}

/* Before its edges, a node has two words: the leaves it can reach, as bits, and
 * its slot with NODE_TAG.  No edge and no leaves look like the latter, so an edge
 * that points behind a tagged word points at a node. */
enum { NODE_HEAD = 2 };
#define NODE_TAG 0xFFE00000u

enum image_section {
    SECTION_FACTS,
    SECTION_CHOICES, /* values of facts, then values of outcomes */
    SECTION_SLOTS,
    SECTION_CUTS,
    SECTION_OUTCOMES,
    SECTION_RULES,
    SECTION_DUTIES,
    SECTION_SAYS,
    SECTION_ASSUMES,
    SECTION_ROLES,
    SECTION_CITES,
    SECTION_NODES,   /* words */
    SECTION_STRINGS, /* bytes, padded with zeros to a whole word */
    SECTION_COUNT
};

/* Words before the sections. */
enum {
    HEAD_MAGIC,
    HEAD_VERSION,
    HEAD_BYTES, /* of the whole image */
    HEAD_TITLE, /* string: place and length */
    HEAD_TITLE_LEN,
    HEAD_EDITION, /* days since 1970-01-01 */
    HEAD_FROM,
    HEAD_UNTIL,   /* or INT32_MIN */
    HEAD_ALLOWED, /* edge: yes in every allowed state, else impossible */
    HEAD_COUNTS,  /* items a section, SECTION_COUNT words */
    HEAD_WORDS = HEAD_COUNTS + SECTION_COUNT
};

/* Fact kinds; the same numbers as the language's. */
enum image_fact_kind {
    IMAGE_CHOICE,
    IMAGE_YES_NO,
    IMAGE_NUMBER,
    IMAGE_DATE,
    IMAGE_TIME,
    IMAGE_DAYS_SINCE,
    IMAGE_SCHOOL_DAYS_SINCE,
    IMAGE_FACT_KINDS
};

enum image_fact_flag {
    IMAGE_ASK_FIRST = 1,
    IMAGE_PRIVATE = 2,
    IMAGE_FIXED = 4,
    IMAGE_SUPPLIED = 8, /* today, now, days since: nobody is asked */
    IMAGE_TODAY = 16,
    IMAGE_NOW = 32,
};

enum image_slot_kind {
    IMAGE_SLOT_VALUE, /* the value of fact `first` */
    IMAGE_SLOT_CUT,   /* the interval that fact `first` falls into */
    IMAGE_SLOT_PAIR,  /* the interval of date `first` minus date `second` */
};

/* Words of an item, by section. */
enum {
    FACT_NAME,
    FACT_NAME_LEN,
    FACT_QUESTION,
    FACT_QUESTION_LEN,
    FACT_KIND,
    FACT_FLAGS,
    FACT_LOW,
    FACT_HIGH,
    FACT_SINCE,
    FACT_ROLE,
    FACT_CHOICE_FIRST,
    FACT_CHOICE_COUNT,
    FACT_SLOT,
    FACT_WORDS
};
enum { CHOICE_NAME, CHOICE_NAME_LEN, CHOICE_LABEL, CHOICE_LABEL_LEN, CHOICE_WORDS };
enum { SLOT_KIND, SLOT_FIRST, SLOT_SECOND, SLOT_SIZE, SLOT_CUT_FIRST, SLOT_WORDS };
enum {
    OUTCOME_NAME,
    OUTCOME_NAME_LEN,
    OUTCOME_LABEL,
    OUTCOME_LABEL_LEN,
    OUTCOME_FIRST,
    OUTCOME_COUNT,
    OUTCOME_UNTIL,
    OUTCOME_ROOT,
    OUTCOME_WORDS
};
enum {
    RULE_NAME,
    RULE_NAME_LEN,
    RULE_OUTCOME,
    RULE_VALUE,
    RULE_LINE,
    RULE_CITE_FIRST,
    RULE_CITE_COUNT,
    RULE_QUOTE,
    RULE_QUOTE_LEN,
    RULE_LINK,
    RULE_LINK_LEN,
    RULE_ROOT,
    RULE_WORDS
};
enum {
    DUTY_NAME,
    DUTY_NAME_LEN,
    DUTY_TEXT,
    DUTY_TEXT_LEN,
    DUTY_TO,
    DUTY_OTHERWISE,
    DUTY_AMOUNT,
    DUTY_UNIT,
    DUTY_ROOT,
    DUTY_WORDS
};
enum { SAY_TEXT, SAY_TEXT_LEN, SAY_ROOT, SAY_WORDS };
enum { ASSUME_WHY, ASSUME_WHY_LEN, ASSUME_LINE, ASSUME_ROOT, ASSUME_WORDS };
enum { ROLE_NAME, ROLE_NAME_LEN, ROLE_LABEL, ROLE_LABEL_LEN, ROLE_WORDS };
enum { CITE_TEXT, CITE_TEXT_LEN, CITE_LINK, CITE_LINK_LEN, CITE_WORDS };

enum { IMAGE_DATED = 32 };

enum image_unit { IMAGE_MINUTES, IMAGE_HOURS, IMAGE_DAYS, IMAGE_SCHOOL_DAYS };

/* An opened image.  Plain values; copy freely. */
struct image {
    const uint32_t *head;  /* the first word */
    const uint32_t *words; /* the node section: what edges point into */
    const uint32_t *section[SECTION_COUNT];
    uint32_t count[SECTION_COUNT];
    uint32_t today; /* fact, or IMAGE_ABSENT */
    uint32_t now;
    uint32_t compared;           /* how many slots read two dates: see image_dates */
    uint16_t dated[IMAGE_DATED]; /* the first of them */
    bool untied;                 /* no date but today is compared twice */
};

/*
 * Open the image in bytes[0 .. len), which must be aligned to 4 and stay in place
 * unchanged.  Checks everything: afterwards no accessor and no walk can leave the
 * bytes.  ERR_INVALID: not an image.  ERR_LIMIT: a version this program does not
 * know.  ERR_CORRUPT: damaged; the text says where.
 */
bool image_open(
    struct image *image, const void *bytes, size_t len, struct err *err) MUST_USE;

/* How many values a row of slots has: one a slot, and 0 for the rest. */
static inline uint32_t image_row(const struct image *image)
{
    return image->count[SECTION_SLOTS] + 1;
}

/* The item `index` of a section, as its words. */
const uint32_t *image_item(
    const struct image *image, enum image_section section, uint32_t index);

/* The string whose place and length stand at `words`. */
str image_str(const struct image *image, const uint32_t *words);

/* The number of words one item of a section takes (bytes for strings). */
uint32_t image_item_words(enum image_section section);

/* The interval cuts of a slot; *count is set to their number. */
const int32_t *image_cuts(const struct image *image, uint32_t slot, uint32_t *count);

/* Find the two dates whose difference a slot reads (*before may be IMAGE_ABSENT: day
 * zero); false when it reads something else. */
bool image_dates(
    const struct image *image, uint32_t slot, uint32_t *after, uint32_t *before);

/* How many states a slot's value stands for: the integers of a number's interval,
 * 1 for everything else. */
uint64_t image_weight(const struct image *image, uint32_t slot, uint32_t value);

/* Whether the edition is in force on a day. */
bool image_in_force(const struct image *image, int32_t day);

/* The fact with this name, or IMAGE_ABSENT. */
uint32_t image_find_fact(const struct image *image, str name);

#endif
