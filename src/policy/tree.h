/*
 * tree: a protocol as written, names resolved.
 *
 * What parsing makes and everything else reads: plain arrays in one arena, links
 * by index.  Array order is document order.  See docs/language.md for meaning.
 */
#ifndef VESTIBULE_POLICY_TREE_H
#define VESTIBULE_POLICY_TREE_H

#include "policy/diag.h"
#include "policy/scan.h"

#define TREE_NONE UINT32_MAX

/* A fact's value when it is not known; all other values are from 0 up, but for
 * dates (days since 1970-01-01), which may be negative. */
#define VALUE_UNKNOWN INT32_MIN

enum fact_kind {
    FACT_CHOICE,            /* value = index of the choice */
    FACT_YES_NO,            /* 0 no, 1 yes */
    FACT_NUMBER,            /* value = the number */
    FACT_DATE,              /* days since 1970-01-01 */
    FACT_TIME,              /* minutes since midnight */
    FACT_DAYS_SINCE,        /* number 0 to 400, from the clock and a date fact */
    FACT_SCHOOL_DAYS_SINCE, /* likewise, counting school days */
};

enum { DAYS_SINCE_MAX = 400 };

struct choice {
    str name;
    str label;
    struct span span; /* of the name */
    bool used;        /* some condition or example names it */
};

/* Where a statement stands: its ground. */
struct ground {
    uint32_t heading; /* innermost, index into scan.headings, or SCAN_NONE */
    uint32_t block;   /* index into scan.blocks: the quote before it is the block's */
};

struct fact {
    str name;
    str question; /* empty for supplied facts */
    enum fact_kind kind;
    struct span span; /* of the name */
    struct ground ground;
    struct choice *choices; /* FACT_CHOICE, and FACT_YES_NO with no and yes */
    uint32_t choice_count;
    int32_t low, high;    /* FACT_NUMBER and the days-since kinds */
    uint32_t since;       /* days-since kinds: the date fact counted from */
    uint32_t answered_by; /* role index; 0 is the desk */
    bool ask_first;
    bool is_private;
    bool fixed;
    bool supplied; /* today, now, days since: never asked */
    bool used;     /* by a condition */
    bool broken;   /* a mistake in its declaration was reported */
};

struct role {
    str name;
    str label;
    struct span span;
    bool used;
};

enum cond_kind {
    COND_BROKEN, /* a mistake was reported here already */
    COND_AND,    /* left and right */
    COND_OR,
    COND_NOT,     /* left */
    COND_IF,      /* left implies right */
    COND_LET,     /* index: a let */
    COND_MEMBER,  /* index: a choice or yes/no fact; members[value] says yes */
    COND_NUMBER,  /* index: a number-like fact; compare, number */
    COND_BEFORE,  /* first is before second */
    COND_AFTER,   /* first is after second */
    COND_WITHIN,  /* first is 0 to `number` days after second */
    COND_BETWEEN, /* index: a time fact; low to high, both included; may wrap midnight */
    COND_OUTCOME, /* index: an outcome; members[value] says yes */
};

enum compare {
    COMPARE_LESS,
    COMPARE_AT_MOST,
    COMPARE_IS,
    COMPARE_AT_LEAST,
    COMPARE_MORE
};

/* A date in a condition: a date fact, or a literal day when fact is TREE_NONE. */
struct date_term {
    uint32_t fact;
    int32_t day;
};

struct cond {
    enum cond_kind kind;
    struct span span;
    const struct cond *left;
    const struct cond *right;
    uint32_t index;
    const bool *members;
    uint32_t member_count; /* length of members: the number of values */
    enum compare compare;
    int32_t number;
    struct date_term first, second;
    int32_t low, high;
};

struct let {
    str name;
    struct span span;
    struct ground ground;
    const struct cond *cond;
    bool used;
};

/* Values from most protective (0) to most permissive. */
struct outcome {
    str name;
    str label;
    struct span span;
    struct ground ground;
    struct choice *values;
    uint32_t value_count;
    uint32_t until_known; /* index of a value */
    uint32_t order;       /* outcomes evaluated before it have lower numbers */
    bool broken;          /* a mistake in its declaration was reported */
};

/* One thing a rule is an exception to, as written. */
struct exception {
    bool section;
    str name;
    struct span span;
};

struct rule {
    str name;
    struct span span;      /* of the name */
    struct span statement; /* of the whole first line */
    struct ground ground;
    uint32_t outcome;
    uint32_t value;
    const struct cond *cond; /* NULL: always applies */
    struct exception *exceptions;
    uint32_t exception_count;
    uint32_t *beats; /* indices of the rules it is directly an exception to */
    uint32_t beats_count;
};

enum time_unit { UNIT_MINUTES, UNIT_HOURS, UNIT_DAYS, UNIT_SCHOOL_DAYS };

struct duty {
    str name;
    str text;
    struct span span;
    struct ground ground;
    uint32_t to;        /* role */
    uint32_t otherwise; /* role or TREE_NONE */
    bool has_within;
    uint32_t amount;
    enum time_unit unit;
    const struct cond *cond; /* NULL: always */
};

struct say {
    str words;
    struct span span;
    struct ground ground;
    const struct cond *cond;
};

struct assume {
    str why;
    struct span span;
    struct ground ground;
    const struct cond *cond;
};

struct property {
    str name;
    bool always; /* else never */
    struct span span;
    struct ground ground;
    const struct cond *cond;
};

struct edition {
    bool present;
    bool has_until;
    struct span span;
    int32_t date, from, until;
};

enum column_kind { COLUMN_FACT, COLUMN_OUTCOME, COLUMN_DUTY, COLUMN_BROKEN };

struct column {
    enum column_kind kind;
    uint32_t index;
    struct span span;
};

/* What an outcome cell says besides a value's index; a duty cell is 0 or 1, or
 * EXPECT_OPEN. */
enum { EXPECT_NOTHING = -1, EXPECT_OPEN = -2, CELL_BROKEN = -3 };

struct example {
    str name;
    uint32_t line;
    int32_t *cells;     /* one a column: a fact's value, or what is expected */
    struct span *spans; /* of the cells */
};

struct example_table {
    struct column *columns; /* without the first, the name */
    uint32_t column_count;
    struct example *examples;
    uint32_t example_count;
    uint32_t heading;
};

/* Every place that names something, in document order: for hover, go to
 * definition, and unused-name checks. */
enum ref_kind {
    REF_FACT,
    REF_CHOICE,
    REF_LET,
    REF_RULE,
    REF_ROLE,
    REF_OUTCOME,
    REF_VALUE,
    REF_DUTY,
    REF_HEADING
};

struct ref {
    enum ref_kind kind;
    bool definition;
    struct span span;
    uint32_t
        index; /* of the fact, let, ... ; of the fact for REF_CHOICE, outcome for REF_VALUE */
    uint32_t part; /* value index for REF_CHOICE and REF_VALUE */
};

struct tree {
    str source;
    struct scan scan;
    struct edition edition;
    struct role *roles; /* [0] is desk */
    uint32_t role_count;
    struct fact *facts; /* declared ones, then today and now if anything names them */
    uint32_t fact_count;
    struct let *lets;
    uint32_t let_count;
    struct outcome *outcomes;
    uint32_t outcome_count;
    struct rule *rules;
    uint32_t rule_count;
    struct duty *duties;
    uint32_t duty_count;
    struct say *says;
    uint32_t say_count;
    struct assume *assumes;
    uint32_t assume_count;
    struct property *properties;
    uint32_t property_count;
    struct example_table *tables;
    uint32_t table_count;
    struct ref *refs;
    uint32_t ref_count;
    uint32_t today; /* index of the fact `today`, or TREE_NONE */
    uint32_t now;   /* of `now` */
};

/*
 * Read a document: scan, parse, resolve names.  Everything lives in `arena`,
 * which must outlive the tree, as must `source`.  All mistakes go to `diags`;
 * when diags->errors is 0 afterwards, the tree has no COND_BROKEN and all
 * indices are valid.  Returns false when nothing could be read at all.
 */
bool tree_read(
    struct arena *arena, str source, struct diags *diags, struct tree *out) MUST_USE;

/*
 * Read one property statement given apart from a document (prove), resolving
 * names in `tree`.  Spans refer to `statement`.  `out` is set when no error was
 * added to `diags`.
 */
bool tree_read_property(struct arena *arena, struct tree *tree, str statement,
    struct diags *diags, struct property *out) MUST_USE;

/* Find by name; TREE_NONE when there is none. */
uint32_t tree_find_fact(const struct tree *tree, str name);
uint32_t tree_find_outcome(const struct tree *tree, str name);
uint32_t tree_find_duty(const struct tree *tree, str name);
uint32_t tree_find_choice(const struct choice *choices, uint32_t count, str name);

/*
 * Read a fact's value as people write it: a value's name, yes or no, a number, a
 * date, a time; trimmed empty text is VALUE_UNKNOWN.  On failure `message` and
 * `hint` say what was wrong ("did you mean ...").
 */
bool tree_read_value(struct arena *arena, const struct tree *tree, uint32_t fact,
    str text, int32_t *value, str *message, str *hint) MUST_USE;

/* Write a fact's value as tree_read_value reads it. */
void text_add_value(
    struct text *text, const struct tree *tree, uint32_t fact, int32_t value);

#endif
