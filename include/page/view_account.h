/* Views of the account pages (src/page/account_*.c, officer_identity.c). */
#ifndef PAGE_VIEW_ACCOUNT_H
#define PAGE_VIEW_ACCOUNT_H

#include "page/view_common.h"

struct view_demo_login {
	struct str login, who;
};
struct view_login {
	struct view_page page;
	struct view_field login, password;
	struct str next;
	struct str demo_password;
	struct {
		struct view_demo_login *v;
		size_t n, cap;
	} demo;
};

struct view_fields {
	struct view_field *v;
	size_t n, cap;
};

/* Two steps: the city-level place, then everything else. */
struct view_register {
	struct view_page page;
	bool second;
	struct view_choices city; /* first step */
	struct str city_code, city_name;
	struct view_choices division, kind;
	struct view_fields sign_in, firm, people;
	bool doubt; /* the code's check fails: asks whether it is as on the licence */
	struct view_check doubt_ok;
	bool renamed; /* the list has another name for the code */
	struct view_field renamed_why;
	struct view_check agree;
	struct view_fields passwords;
};

struct view_me {
	struct view_page page;
	bool must_change;
	bool members; /* of an enterprise: there is /me/org */
	struct view_row_list account;
	struct view_fields contact, passwords;
	struct view_table sessions;
	bool others; /* there are other sessions to end */
	bool mail;   /* there is a channel */
	struct str mail_state;
	bool mail_ask; /* the letter that asks for confirmation can be sent once more */
	struct view_choices mail_mode;
};

struct view_member {
	struct str id, login, role, name, phone, last;
	struct view_tag state;
	bool active, self;
};
struct view_org {
	struct view_page page;
	struct {
		struct view_member *v;
		size_t n, cap;
	} members;
	bool no_signer; /* nobody can sign */
	struct view_choices role;
	struct view_fields fields;
};

/* A password for one use, shown once: the answer to the POST itself, never stored, never in an address. */
struct view_once {
	struct view_page page;
	struct str title, who, login, password, next_href, next_text;
};

struct view_slots {
	struct view_upload *v;
	size_t n, cap;
};
struct view_identity {
	struct view_page page;
	struct view_tag state;
	struct str situation, who, reason;
	bool open; /* may be changed and handed in */
	struct view_row_list rows;
	struct view_slots slots;
	struct view_fields fields;
	bool doubt;
	struct view_check doubt_ok;
	struct str act; /* of the button */
};

struct view_identity_queue {
	struct view_page page;
	struct view_tabs tabs;
	struct view_table table;
	struct view_pager pager;
	struct view_empty empty;
};
struct view_identity_case {
	struct view_page page;
	struct str name, action, uscc_text;
	struct view_tag state;
	struct str doubt, due, seen; /* seen: the handing in that this page shows */
	bool open; /* waits for a decision */
	struct view_row_list rows;
	struct view_file_list files;
	struct view_field override, reason;
	struct {
		struct view_member *v;
		size_t n, cap;
	} members;
	struct view_timeline log;
};

struct view_recover {
	struct view_page page;
	bool mail; /* by a link, too */
	struct view_field login;
	struct view_choices city;
	bool chosen;
	struct view_table bodies;
};

#endif
