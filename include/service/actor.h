/* Who acts: read once per request from the session, handed to every use case. The role says what
 * kind of act, the ids say on what (scope); both are checked again where the act happens.
 */
#ifndef SERVICE_ACTOR_H
#define SERVICE_ACTOR_H

#include "base/str.h"

/* Bit set, so that a route can name several. */
enum role {
	ROLE_PUBLIC = 1 << 0,	  /* nobody signed in (and everybody who is) */
	ROLE_FILLER = 1 << 1,	  /* 填报人 of an enterprise */
	ROLE_LEGAL_REP = 1 << 2,  /* 法定代表人: signs */
	ROLE_COUNTY = 1 << 3,	  /* officer of a county body */
	ROLE_CITY = 1 << 4,	  /* officer of a city-level body */
	ROLE_PROVINCE = 1 << 5,	  /* officer of the province's body */
	ROLE_ADMIN = 1 << 6,	  /* administrator: bodies, accounts, reference data; no files */
	ROLE_EXPERT = 1 << 7,	  /* outside expert: judges files without knowing whose they are */
	ROLE_AUDITOR = 1 << 8,	  /* 监督: reads the log and every check of one province's body and those below; no act */
};
#define ROLE_ENTERPRISE (ROLE_FILLER | ROLE_LEGAL_REP)
#define ROLE_OFFICER (ROLE_COUNTY | ROLE_CITY | ROLE_PROVINCE)
#define ROLE_SIGNED_IN (ROLE_ENTERPRISE | ROLE_OFFICER | ROLE_ADMIN | ROLE_EXPERT | ROLE_AUDITOR)
#define ROLE_ANY (ROLE_PUBLIC | ROLE_SIGNED_IN)

struct actor {
	unsigned roles;		/* exactly one signed-in role, or ROLE_PUBLIC */
	int64_t account_id;	/* 0: nobody */
	struct str name;	/* of the person, for display and the log */
	int64_t agency_id;	/* officers: their body = their scope; 监督: the body that is overseen; else 0 */
	struct str agency_name;
	struct str agency_level; /* "county" "city" "province" or missing */
	bool county_step;	/* a city-level body that also does the county's work */
	int64_t enterprise_id;	/* enterprise accounts: their scope; else 0 */
	struct str enterprise_name;
	bool unverified;	/* enterprise accounts: no body has seen its licence yet; anybody may register a code */
	bool must_change;	/* the password was set by somebody else: to be changed before anything */
	struct str ip;		/* of this request, for the log */
};

static inline bool actor_is(const struct actor *who, unsigned roles)
{
	return (who->roles & roles) != 0;
}

#endif
