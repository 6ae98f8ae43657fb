/* serve, fcgi and cgi are the same site behind different doors: it is put together here, once. */
#include "cli/site.h"

#include "base/fileio.h"
#include "page/common.h"
#include "page/routes.h"
#include "service/auth.h"

static const struct session_source sessions = {auth_session_load, auth_session_touch};

static struct app_options options_of(const struct common_opts *common)
{
	return (struct app_options){
	        .config = &common->config,
	        .env = common->env,
	        .routes = page_routes,
	        .routes_n = page_routes_n,
	        .problem = page_problem,
	        .sessions = &sessions,
	};
}

static enum rc make_tmp(
        struct arena *a, const struct common_opts *common, struct site *s, struct err *e)
{
	s->tmp_dir = str_fmt(a, "%s/tmp", common->blob_dir).p;
	return dir_make(s->tmp_dir, e);
}

static enum rc open_all(struct arena *a, const struct common_opts *common, int64_t lock_wait_ms,
        bool access_log, struct site *s, struct err *e)
{
	struct store_options store = {.path = common->db,
	        .readers = (int)common->config.readers,
	        .commit_group = (int)common->config.commit_group,
	        .lock_wait_ms = lock_wait_ms};
	struct app_options app = options_of(common);

	TRY(store_open(&store, &s->store, e));
	TRY(make_tmp(a, common, s, e));
	TRY(services_open(s->store, &common->config, common->env, &s->services, e));
	app.store = s->store;
	app.site = s->services;
	app.access_log = access_log;
	return app_open(&app, &s->app, e);
}

enum rc site_open(struct arena *a, const struct common_opts *common, int64_t lock_wait_ms,
        bool access_log, struct site *out, struct err *e)
{
	struct site s = {0};
	enum rc rc = open_all(a, common, lock_wait_ms, access_log, &s, e);

	if (rc == RC_OK)
		*out = s;
	else
		site_close(&s);
	return rc;
}

enum rc site_open_busy(
        struct arena *a, const struct common_opts *common, struct site *out, struct err *e)
{
	struct app_options app = options_of(common);
	struct site s = {0};

	app.busy = true;
	app.problem = NULL; /* the page floor's needs the database */
	TRY(make_tmp(a, common, &s, e));
	TRY(app_open(&app, &s.app, e));
	*out = s;
	return RC_OK;
}

void site_close(struct site *s)
{
	app_close(s->app);
	services_close(s->services);
	store_close(s->store);
	*s = (struct site){0};
}
