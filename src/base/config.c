/* The configuration file, by one table: a key that is not in it is an error. */
#include "base/config.h"

#include "base/mail_text.h"
#include "base/utf8.h"

enum kind { KIND_TEXT, KIND_BOOL, KIND_INT, KIND_MODE, KIND_TLS };

static const struct key {
	const char *name;
	enum kind kind;
	size_t offset;
	int64_t min, max;
} keys[] = {
        {"mode", KIND_MODE, offsetof(struct config, production), 0, 0},
        {"site_name", KIND_TEXT, offsetof(struct config, site_name), 0, 0},
        {"site_owner", KIND_TEXT, offsetof(struct config, site_owner), 0, 0},
        {"site_support", KIND_TEXT, offsetof(struct config, site_support), 0, 0},
        {"site_phone", KIND_TEXT, offsetof(struct config, site_phone), 0, 0},
        {"site_report_phone", KIND_TEXT, offsetof(struct config, site_report_phone), 0, 0},
        {"site_icp", KIND_TEXT, offsetof(struct config, site_icp), 0, 0},
        {"site_police", KIND_TEXT, offsetof(struct config, site_police), 0, 0},
        {"site_id_code", KIND_TEXT, offsetof(struct config, site_id_code), 0, 0},
        {"base_url", KIND_TEXT, offsetof(struct config, base_url), 0, 0},
        {"blob_dir", KIND_TEXT, offsetof(struct config, blob_dir), 0, 0},
        {"backup_dir", KIND_TEXT, offsetof(struct config, backup_dir), 0, 0},
        {"secure_cookies", KIND_BOOL, offsetof(struct config, secure_cookies), 0, 0},
        {"workers", KIND_INT, offsetof(struct config, workers), 1, 256},
        {"readers", KIND_INT, offsetof(struct config, readers), 1, 16},
        {"commit_group", KIND_INT, offsetof(struct config, commit_group), 1, 64},
        {"answer_days", KIND_INT, offsetof(struct config, answer_days), 1, 250},
        {"mail_host", KIND_TEXT, offsetof(struct config, mail_host), 0, 0},
        {"mail_port", KIND_INT, offsetof(struct config, mail_port), 1, 65535},
        {"mail_tls", KIND_TLS, offsetof(struct config, mail_tls), 0, 0},
        {"mail_user", KIND_TEXT, offsetof(struct config, mail_user), 0, 0},
        {"mail_password_file", KIND_TEXT, offsetof(struct config, mail_password_file), 0, 0},
        {"mail_ca_file", KIND_TEXT, offsetof(struct config, mail_ca_file), 0, 0},
        {"mail_from", KIND_TEXT, offsetof(struct config, mail_from), 0, 0},
        {"mail_hour", KIND_INT, offsetof(struct config, mail_hour), 0, 23},
};

void config_default(struct config *c)
{
	*c = (struct config){
	        .site_name = STR("优质中小企业梯度培育平台"),
	        .base_url = STR("http://127.0.0.1:8080"),
	        .workers = 16,
	        .readers = 4,
	        .commit_group = 64,
	        .mail_hour = 8,
	};
}

static bool set_tls(enum mail_tls *at, struct str value)
{
	static const char *const words[] = {
	        [MAIL_TLS_START] = "starttls", [MAIL_TLS_FULL] = "tls", [MAIL_TLS_NONE] = "none"};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eqc(value, words[i])) {
			*at = (enum mail_tls)i;
			return true;
		}
	return false;
}

static bool set_value(struct config *c, const struct key *k, struct str value)
{
	void *at = (char *)c + k->offset;
	int64_t v;

	switch (k->kind) {
	case KIND_TEXT:
		*(struct str *)at = value;
		return true;
	case KIND_BOOL:
		*(bool *)at = str_eqc(value, "yes");
		return str_eqc(value, "yes") || str_eqc(value, "no");
	case KIND_MODE:
		*(bool *)at = str_eqc(value, "production");
		return str_eqc(value, "production") || str_eqc(value, "rehearsal");
	case KIND_TLS:
		return set_tls(at, value);
	case KIND_INT:
		if (!str_to_i64(value, &v) || v < k->min || v > k->max)
			return false;
		*(int64_t *)at = v;
		return true;
	}
	return false;
}

static enum rc config_line(struct arena *a, struct config *c, struct str line, struct err *e)
{
	struct str rest = line, name;

	(void)str_cut(&rest, '=', &name);
	name = str_trim(name);
	for (size_t i = 0; rest.p && i < ARRAY_LEN(keys); i++)
		if (str_eqc(name, keys[i].name) &&
		        set_value(c, &keys[i], str_dup(a, str_trim(rest))))
			return RC_OK;
	err_set(e, RC_INVALID, MSG_CONFIG_BAD);
	return err_arg(e, 0, line);
}

enum rc config_parse(struct arena *a, struct str text, struct config *c, struct err *e)
{
	struct config made = *c;
	struct str line;

	if (!utf8_valid(text))
		return err_set(e, RC_INVALID, MSG_NOT_UTF8);
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	while (str_cut(&text, '\n', &line)) {
		line = str_trim(line);
		if (line.n > 0 && line.p[0] != '#')
			TRY(config_line(a, &made, line, e));
	}
	if (made.mail_host.n && !mail_address_ok(made.mail_from))
		return err_set(e, RC_INVALID, MSG_MAIL_FROM);
	if (made.mail_host.n && made.mail_user.n && made.mail_tls == MAIL_TLS_NONE)
		return err_set(e, RC_INVALID, MSG_MAIL_OPEN_PASSWORD);
	*c = made;
	return RC_OK;
}
