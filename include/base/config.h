/* The configuration file: `key = value` lines, '#' comments. Unknown keys are errors, by name.
 * Everything about the site that is no rule: mode, addresses, texts of the footer.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/arena.h"
#include "base/err.h"
#include "base/mail.h"

struct config {
	bool production;	  /* mode = production | rehearsal (default) */
	struct str site_name;	  /* 平台名称 */
	struct str site_owner;	  /* 主办单位 */
	struct str site_support;  /* 技术支持 */
	struct str site_phone;	  /* 咨询电话, hidden when empty */
	struct str site_report_phone; /* 监督举报电话, hidden when empty */
	struct str site_icp;	  /* ICP备案号, hidden when empty */
	struct str site_police;	  /* 公安备案号, hidden when empty */
	struct str site_id_code;  /* 政府网站标识码, hidden when empty */
	struct str base_url;	  /* https://… used in QR codes; default http://127.0.0.1:8080 */
	struct str blob_dir;	  /* evidence; default <db>.files */
	struct str backup_dir;	  /* a copy in every night; empty: none */
	bool secure_cookies;	  /* Secure attribute and __Host- prefix: set behind TLS */
	int64_t workers;	  /* request threads, 1-256, default 16 */
	int64_t readers;	  /* read connections, 1-16, default 4 */
	int64_t commit_group;	  /* writes that may share one commit, 1-64, default 64 */
	int64_t answer_days;	  /* working days to answer 意见诉求 and 咨询, 1-250; 0 (default): no term */
	struct str mail_host;	  /* SMTP server; empty (default): no mail, messages in the product only */
	int64_t mail_port;	  /* 1-65535; 0 (default): 587, with tls 465, without 25 */
	enum mail_tls mail_tls;	  /* starttls (default) | tls | none */
	struct str mail_user;	  /* empty: without signing in */
	struct str mail_password_file; /* its first line; read at every round */
	struct str mail_ca_file;  /* PEM of the server's authority; empty: the system's */
	struct str mail_from;	  /* sender's address; needed with mail_host */
	int64_t mail_hour;	  /* of the daily mail, 0-23, default 8 */
};

void config_default(struct config *c);
MUST_CHECK enum rc config_parse(struct arena *a, struct str text, struct config *c, struct err *e);

#endif
