/* A standard (评价标准): how facts become points, conditions and a result. It is data: one JSON
 * file per legal text and tier under sql/reference/standards, loaded and linted here; no C names
 * one.
 *
 * { "id", "title", "short", "version", "tier", "line", "basis": [{"name","number","article"}],
 *   "legal_from", "legal_to", "boundary": text, "confidence", "notes": [text], "eligibility":
 * [text], "groups":     [{"id","name","max","min"?}],                         min: the pass rule's
 * sub-minimum "indicators": [{"id","name","group","max","rule","formula","confidence","unit"?:
 * "ratio", "needs"?: [facts], "value"?: expr, "bands": [{"label","text","points","when"?: expr}]
 * best first, the last without when | "points": expr}], "conditions":
 * [{"id","name","text","confidence","when": expr,"recheck"?: bool}],  all are required; recheck
 * false: a recheck (复核) leaves it out "direct":     [{"id","name","text","confidence","when":
 * expr}],     one is enough, where routes say so "routes":     [{"id":
 * "direct|score|conditions","text","when": expr}],  first that holds decides "evidence":
 * [{"id","title","shows","for": "general"|"indicator"|"condition"|"direct","of"?: id, "required":
 * bool}], "sections":   [{"id","title","hint","facts": ["revenue.y1", "ip_high"]}] }
 *
 * "local", "local_max" inside an indicator: domain/standard_local.h.
 *
 * confidence: text (wording seen), derived (seen in data that cites the text), unverified (from
 * memory: staff confirm it), configurable (left to the province), confirmed. Expressions: domain/expr.h. All text lives on the arena given to
 * standard_load.
 */
#ifndef DOMAIN_STANDARD_H
#define DOMAIN_STANDARD_H

#include "base/hash.h"
#include "base/time.h"
#include "domain/expr.h"

enum confidence {
	CONFIDENCE_TEXT,
	CONFIDENCE_DERIVED,
	CONFIDENCE_UNVERIFIED,
	CONFIDENCE_OPEN,      /* configurable: the text leaves it to the province */
	CONFIDENCE_CONFIRMED, /* confirmed: two people of a province looked it up */
	CONFIDENCE__MAX
};

struct standard_basis {
	struct str name, number, article; /* 《…》, 文号, 附件 or 条 */
};

struct standard_group {
	struct str id, name;
	int64_t max, min; /* decimals; min 0: no sub-minimum */
	int64_t unused;	  /* of max: left to the province and not given to an indicator */
};

struct standard_band {
	struct str label, text;
	int64_t points;
	const struct expr *when; /* NULL in the last one: everything else */
};

struct standard_indicator {
	struct str id, name;
	size_t group;
	int64_t max;
	struct str rule; /* the rule's wording with its points */
	struct str formula; /* the value in words: 上年度研发费用总额÷上年度营业收入总额 */
	enum confidence confidence;
	bool percent;              /* the value is a ratio: shown as a percent too */
	const struct expr *value;  /* NULL: the bands read facts directly */
	const struct expr *points; /* instead of bands */
	const struct standard_band *bands;
	size_t bands_n;
	struct fact_refs needs; /* missing while one of these is, whatever else is known */
	struct fact_refs facts; /* everything read, in order */
};

struct standard_item { /* a condition or a direct condition */
	struct str id, name, text;
	enum confidence confidence;
	const struct expr *when;
	bool recheck;           /* conditions: asked in a recheck too */
	struct fact_refs facts; /* empty: it follows from points and direct conditions alone */
};

enum standard_route_id { ROUTE_NONE, ROUTE_DIRECT, ROUTE_SCORE, ROUTE_CONDITIONS, ROUTE__MAX };

struct standard_route {
	enum standard_route_id id;
	struct str text;
	const struct expr *when;
};

enum evidence_for { EVIDENCE_GENERAL, EVIDENCE_INDICATOR, EVIDENCE_CONDITION, EVIDENCE_DIRECT };

struct standard_evidence {
	struct str id, title, shows;
	enum evidence_for kind;
	size_t of; /* number of the indicator, condition or direct condition */
	bool required;
};

struct standard_section {
	struct str id, title, hint;
	struct fact_refs facts; /* one field each, in order of the form */
};

struct standard_ask { /* a fact of the province's own: what it means here */
	size_t fact;
	struct str name, hint;
};

#define STANDARD_LIST(type)                                                                        \
	struct {                                                                                   \
		const type *v;                                                                     \
		size_t n;                                                                          \
	}

struct standard {
	struct str id, title, brief, version, tier, line, boundary;
	struct date legal_from, legal_to; /* none: open */
	enum confidence confidence;
	int64_t max; /* sum of the groups */
	struct strs notes, eligibility;
	STANDARD_LIST(struct standard_basis) basis;
	STANDARD_LIST(struct standard_group) groups;
	STANDARD_LIST(struct standard_indicator) indicators;
	STANDARD_LIST(struct standard_item) conditions;
	STANDARD_LIST(struct standard_item) direct;
	STANDARD_LIST(struct standard_route) routes;
	STANDARD_LIST(struct standard_evidence) evidence;
	STANDARD_LIST(struct standard_section) sections;
	STANDARD_LIST(struct standard_ask) asks;
	struct fact_refs facts; /* everything any part reads */
	struct hash hash;       /* SHA-256 of the canonical JSON */
	struct str hash_hex;
};

/* Parse, check types, lint. RC_DATA with the reason in argument 0: a missing or unknown member; an
 * id twice (indicators, conditions and direct conditions share one name space) or with other
 * characters than a-z 0-9 _; indicators of a group that do not add up to its max; bands that do not
 * start at max, do not fall, or do not end in "everything else"; an indicator, condition or direct
 * condition without an evidence slot; evidence for something unknown; a fact that is read and
 * stands in no section, or twice.
 */
MUST_CHECK enum rc standard_load(
        struct arena *a, struct str json, const struct standard **out, struct err *e);

/* The fact as this standard asks for it; the dictionary's own words where it says nothing. `s` may be NULL. */
struct fact standard_fact(const struct standard *s, size_t id);
/* Part of loading (src/domain/standard_local.c). */
MUST_CHECK enum rc standard_asks(struct arena *a, const struct json *root, struct standard *s, struct err *e);

/* Numbers by id, or -1. */
int standard_indicator_find(const struct standard *s, struct str id);
int standard_section_find(const struct standard *s, struct str id);

struct str confidence_name(enum confidence c); /* as in the JSON */
struct str confidence_label(enum confidence c); /* for people: 原文、据引用数据、待核实 */
struct str route_name(enum standard_route_id r);  /* direct, score, conditions; "" for none */
struct str route_label(enum standard_route_id r); /* for people */

#endif
