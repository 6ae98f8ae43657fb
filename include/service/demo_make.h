/* Between the demonstration's files: the random numbers, the words, the invented enterprises. */
#ifndef SERVICE_DEMO_MAKE_H
#define SERVICE_DEMO_MAKE_H

#include "service/application.h"
#include "service/demo.h"

struct demo_random {
	uint64_t s; /* the same seed gives the same province */
};
uint64_t demo_next(struct demo_random *r);
int64_t demo_between(struct demo_random *r, int64_t low, int64_t high); /* both inclusive */
bool demo_chance(struct demo_random *r, int64_t percent);

struct demo_trade {
	struct str trade, industry, product;
	bool sei;
};
struct demo_words {
	struct strs first, second, surname, given, street;
	struct demo_trade *trades;
	size_t trades_n;
};
MUST_CHECK enum rc demo_words_load(struct arena *a, struct demo_words *out, struct err *e);

struct demo_place {
	struct str division_code, county, city; /* city: 石家庄 */
	int64_t county_agency_id;		/* 0: none */
	int64_t city_agency_id;
};

struct demo_enterprise {
	int64_t id, filler_id, legal_id;
	struct str public_id, name, uscc, legal_rep, contact;
	const struct demo_place *place;
	const struct demo_trade *trade;
};

/* Invents number `n` at `place`, with two accounts (logins and password only for those named). */
struct demo_founding {
	const struct demo_words *words;
	const struct demo_place *place;
	int64_t n, province_agency_id, now;
	struct str filler_login, legal_login, password; /* empty: accounts nobody signs in with */
};
/* The same enterprise in words alone: no id, no account. */
struct demo_invented {
	struct demo_enterprise en;
	struct str address, established_on, capital;
};
void demo_invent(struct arena *a, struct demo_random *r, const struct demo_founding *f, struct demo_invented *out);
MUST_CHECK enum rc demo_found(struct db *db, struct demo_random *r, const struct demo_founding *f,
	struct demo_enterprise *out, struct err *e);

/* Name, code and people alone, of somebody who is in no table yet. */
void demo_stranger(struct arena *a, struct demo_random *r, const struct demo_founding *f, struct demo_enterprise *out);
/* 石家庄 of 石家庄市. */
struct str demo_city_word(struct arena *a, struct str name);

enum demo_quality { DEMO_GOOD, DEMO_DIRECT, DEMO_EDGE, DEMO_POOR };
/* Facts in typed form for every field of the standard's sections, of the wished quality. */
struct demo_answers {
	struct str fact[FACT__MAX][4]; /* [fact][years back; 0 for state facts] */
};
void demo_answer(struct arena *a, struct demo_random *r, const struct demo_enterprise *en,
	enum demo_quality q, struct demo_answers *out);

#endif
