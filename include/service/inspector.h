/* The pool of inspectors (双随机): officers that a province keeps for all its cities, or a city for itself, with 区域 and 回避.
 * A draw freezes whom the pools hold (service/roster). Who left stays on record; what still waits is taken over by the
 * same order, with the reason.
 */
#ifndef SERVICE_INSPECTOR_H
#define SERVICE_INSPECTOR_H

#include "service/roster.h"

/* RC_INVALID: account (not of this body or one below, or in a pool already), place, employer, declared. */
USE_CASE(inspector_add)
struct inspector_add {
	int64_t account_id;
	struct str place;    /* 6 digits of a county; may be empty */
	struct str employer; /* may be empty */
	struct str declared; /* names or codes of enterprises, one a line; may be empty */
	struct str key;	     /* out */
};
/* RC_INVALID reason. RC_NOT_FOUND: not in the pool of this body. */
USE_CASE(inspector_out)
struct inspector_out {
	struct str key, reason;
	int64_t replaced; /* out: enterprises that were taken over */
};
/* 回避 of one enterprise, by the inspector, or by the body that draws. RC_INVALID reason. RC_STATE: not on it. */
USE_CASE(inspector_recuse)
struct inspector_recuse {
	struct str draw, item; /* public ids: of the draw, of the file or title */
	struct str key, reason;
	struct str next; /* out: name of who follows; empty: nobody is left */
};

#endif
