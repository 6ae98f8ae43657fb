/* The chain against an independent computation, and every way to tamper with it. */
#include "../check.h"

#include "domain/chain.h"

#define LINK_1                                                                                     \
	"7f8cded6f7034e6281fb02e5507bbe77213b11daa612ad1fc9f55cb1d496b069:"                        \
	"b5ba77ee6ba96ceac09901c05a9e68805764830c3970101be41feff8a22016c2"
#define LINK_2                                                                                     \
	"d4619ff1d3d23073825a1420689d26b6dbc480a5cc99fce3c7dd6de91ed2bab9:"                        \
	"1cf6ac985478504877d20b10d75d43c838cff6a406f9f9f764ea61f2558f64f2"

static const struct chain_event first = {.seq = 1,
        .at = 1676854800000,
        .account_id = 7,
        .actor = STR_INIT("张三"),
        .agency_id = 3,
        .body = STR_INIT("石家庄市工业和信息化局"),
        .ip = STR_INIT("127.0.0.1"),
        .action = STR_INIT("application.pass"),
        .object_kind = STR_INIT("application"),
        .object_id = 42,
        .payload = STR_INIT("{\"a\":1}"),
        .shown = true,
        .salt = STR_INIT("salt-1")};
static const struct chain_event second = {.seq = 2,
        .at = 1676854800001,
        .actor = STR_INIT("系统"),
        .action = STR_INIT("batch.close"),
        .object_kind = STR_INIT("batch"),
        .object_id = -1,
        .reason = STR_INIT("到期"),
        .payload = STR_INIT("{}")};

/* Computed with Python's hashlib and struct, from the words of the header alone. */
static void test_vectors(void **state)
{
	struct chain_link l = chain_genesis();

	assert_int_equal(chain_bytes(*state, &first).n, 269);
	l = chain_next(*state, &l, &first);
	assert_str(chain_link_text(*state, &l), LINK_1);
	l = chain_next(*state, &l, &second);
	assert_str(chain_link_text(*state, &l), LINK_2);
}

#define N 20
struct log {
	struct chain_event ev[N];
	struct str prev[N], hash[N];
};

static struct log make_log(struct arena *a)
{
	struct chain_link l = chain_genesis();
	struct log g;

	for (int i = 0; i < N; i++) {
		g.ev[i] = i % 2 ? second : first;
		g.ev[i].seq = i + 1;
		g.prev[i] = chain_link_text(a, &l);
		l = chain_next(a, &l, &g.ev[i]);
		g.hash[i] = chain_link_text(a, &l);
	}
	return g;
}

/* Index of the first faulty event; N when all is well. */
static int verify(struct arena *a, const struct log *g, int n, enum chain_fault *fault)
{
	struct chain_verifier v;

	chain_verifier_init(&v);
	for (int i = 0; i < n; i++) {
		*fault = chain_verify(&v, a, &g->ev[i], g->prev[i], g->hash[i]);
		if (*fault != CHAIN_OK) {
			assert_int_equal(v.seq, i);
			return i;
		}
	}
	return n;
}

static void test_every_field_counts(void **state)
{
	struct arena *a = *state;
	enum chain_fault fault;

	for (int field = 0; field < 13; field++) {
		struct log g = make_log(a);
		struct chain_event *ev = &g.ev[7];
		struct str *texts[] = {&ev->actor, &ev->body, &ev->ip, &ev->action,
		        &ev->object_kind, &ev->reason, &ev->payload, &ev->salt};
		int64_t *ints[] = {&ev->at, &ev->account_id, &ev->agency_id, &ev->object_id};
		if (field < 8)
			*texts[field] = str_cat(a, *texts[field], STR(" "));
		else if (field < 12)
			*ints[field - 8] += 1;
		else
			ev->shown = !ev->shown;
		assert_int_equal(verify(a, &g, N, &fault), 7);
		assert_int_equal(fault, CHAIN_HASH);
	}
}

static void test_tamper(void **state)
{
	struct arena *a = *state;
	enum chain_fault fault;
	struct log g = make_log(a);

	assert_int_equal(verify(a, &g, N, &fault), N);
	/* Text moved from one field to its neighbour keeps the same bytes in a row, not the
	 * lengths. */
	g.ev[0].action = STR("application.passa");
	g.ev[0].object_kind = STR("pplication");
	assert_int_equal(verify(a, &g, N, &fault), 0);

	g = make_log(a); /* one event deleted */
	memmove(&g.ev[5], &g.ev[6], (N - 6) * sizeof(g.ev[0]));
	memmove(&g.prev[5], &g.prev[6], (N - 6) * sizeof(g.prev[0]));
	memmove(&g.hash[5], &g.hash[6], (N - 6) * sizeof(g.hash[0]));
	assert_int_equal(verify(a, &g, N - 1, &fault), 5);
	assert_int_equal(fault, CHAIN_GAP);
	for (int i = 5; i < N - 1; i++) /* and renumbered */
		g.ev[i].seq = i + 1;
	assert_int_equal(verify(a, &g, N - 1, &fault), 5);
	assert_int_equal(fault, CHAIN_PREV);

	g = make_log(a); /* two exchanged, numbers kept in order */
	struct chain_event ev = g.ev[3];
	g.ev[3] = g.ev[4];
	g.ev[4] = ev;
	g.ev[3].seq = 4;
	g.ev[4].seq = 5;
	assert_int_equal(verify(a, &g, N, &fault), 3);

	g = make_log(a); /* one changed with its own hash made anew: the next one shows it */
	struct chain_link l;
	g.ev[9].reason = STR("changed");
	assert_true(chain_link_parse(g.prev[9], &l));
	l = chain_next(a, &l, &g.ev[9]);
	g.hash[9] = chain_link_text(a, &l);
	assert_int_equal(verify(a, &g, N, &fault), 10);
	assert_int_equal(fault, CHAIN_PREV);

	g = make_log(a); /* only the SM3 half damaged */
	char *hash = str_cstr(a, g.hash[2]);
	hash[CHAIN_TEXT_LEN - 1] = hash[CHAIN_TEXT_LEN - 1] == '0' ? '1' : '0';
	g.hash[2] = str_c(hash);
	assert_int_equal(verify(a, &g, N, &fault), 2);
	assert_int_equal(fault, CHAIN_HASH);
}

/* What is handed out reads back, without the sealed texts; nothing else is taken for an event. */
static void test_parse(void **state)
{
	struct arena *a = *state;
	struct str bytes = chain_bytes(a, &first);
	struct chain_event ev;
	struct chain_link l = chain_genesis();

	assert_true(chain_parse(bytes, &ev));
	assert_int_equal(ev.seq, first.seq);
	assert_int_equal(ev.at, first.at);
	assert_int_equal(ev.object_id, 42);
	assert_str(ev.body, "石家庄市工业和信息化局");
	assert_true(ev.shown);
	assert_int_equal(ev.actor.n, HASH_LEN);
	assert_false(str_has(bytes, first.actor) || str_has(bytes, first.ip) || str_has(bytes, first.payload));
	l = chain_link_of(a, &l, bytes);
	assert_str(chain_link_text(a, &l), LINK_1);
	for (size_t n = 0; n < bytes.n; n++)
		assert_false(chain_parse(str_sub(bytes, 0, n), &ev));
	assert_false(chain_parse(str_cat(a, bytes, STR("x")), &ev));
	for (size_t i = 0; i < bytes.n; i += 3) { /* whatever a byte is turned into, nothing reads beyond */
		char *other = str_cstr(a, bytes);
		memcpy(other, bytes.p, bytes.n);
		other[i] = (char)0xff;
		(void)!chain_parse((struct str){other, bytes.n}, &ev);
	}
}

static void test_link_text(void **state)
{
	static const char *const bad[] = {"", LINK_1 "0", "A" LINK_1,
	        "A0992f0ab09506f0c42d5e111978adfe97e0be630c4d3d706679bca1d36b8926:"
	        "ac4a913512970fb34ab71e22800f4433d69bad541f1c716d463eb863d7369a22"};
	struct chain_link l, again;

	(void)state;
	assert_true(chain_link_parse(STR(LINK_1), &l));
	assert_str(chain_link_text(*state, &l), LINK_1);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(chain_link_parse(str_c(bad[i]), &again));
	for (enum chain_fault f = CHAIN_OK; f < CHAIN_FAULT__MAX; f++)
		assert_true(strlen(chain_fault_text(f)) > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_vectors), TEST(test_every_field_counts),
	        TEST(test_tamper), TEST(test_parse),
	        TEST(test_link_text)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
