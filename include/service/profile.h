/* What an enterprise says about itself once for all files. Name and code are fixed by verification;
 * everything else is its own to keep. Each submission pins a copy (profile_json).
 */
#ifndef SERVICE_PROFILE_H
#define SERVICE_PROFILE_H

#include "service/tx.h"

/* member (also the name of the form's field and of the JSON member), label, needed for a submission,
 * most characters. In the order of form and paper. */
#define PROFILE_LIST(X)                                                                            \
	X(division_code, "所在县（市、区）", true, 12)                                             \
	X(address, "通讯地址", true, 200)                                                          \
	X(postcode, "邮政编码", false, 6)                                                          \
	X(established_on, "成立日期", true, 20)                                                    \
	X(capital, "注册资本（万元）", true, 30)                                                   \
	X(industry_code, "所属行业（国民经济行业小类代码）", true, 4)                              \
	X(ownership, "企业类型", true, 30)                                                         \
	X(legal_rep, "法定代表人", true, 60)                                                       \
	X(legal_rep_phone, "法定代表人电话", false, 20)                                            \
	X(contact, "联系人", true, 60)                                                             \
	X(contact_phone, "联系电话", true, 20)                                                     \
	X(contact_email, "电子邮箱", false, 100)                                                   \
	X(main_product, "主导产品（服务）", true, 200)                                             \
	X(intro, "企业简介", false, 1500)

struct profile_values {
#define X(member, label, needed, most) struct str member;
	PROFILE_LIST(X)
#undef X
};

struct profile_field {
	const char *name, *label;
	bool needed;
	int64_t most;
	size_t offset; /* in struct profile_values */
};
extern const struct profile_field profile_fields[];
extern const size_t profile_fields_n;
/* The value of a field by its number. */
struct str profile_value(const struct profile_values *v, size_t field);

struct profile {
	int64_t enterprise_id, version;
	struct str public_id, uscc, name, identity;
	struct profile_values v;
	struct str area;	  /* 石家庄市长安区 */
	struct str industry_name; /* of industry_code; missing when unknown */
	int64_t updated_at;
};

MUST_CHECK enum rc profile_load(struct db *db, const struct actor *who, struct profile *out,
	struct err *e);
/* Labels of what a submission needs and is empty. */
void profile_missing(struct arena *a, const struct profile *p, struct strs *labels);
/* {"name":…,"uscc":…,"area":…,"industry":…, and the members of PROFILE_LIST}. */
struct str profile_json(struct arena *a, const struct profile *p);

/* 企业类型 to choose from. */
extern const char *const profile_ownerships[]; /* NULL-ended */

/* Saves all fields; blanks are allowed, what is wrong is not. RC_INVALID names the field. RC_CONFLICT
 * (MSG_STALE): somebody saved since `version`. RC_STATE (MSG_PROFILE_PLACE): the place cannot change
 * while a submitted file is on its way. */
USE_CASE(profile_save)
struct profile_save {
	struct profile_values v;
	int64_t version;
	int64_t new_version; /* out */
};

#endif
