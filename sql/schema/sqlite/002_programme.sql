-- From the batch to the certificate.

CREATE TABLE batch (
	id INTEGER PRIMARY KEY,
	edition TEXT NOT NULL,                    -- procedure id; standard and province follow from it
	year INTEGER NOT NULL,
	no INTEGER NOT NULL,
	title TEXT NOT NULL,                      -- 2023年第一批
	opens_on TEXT NOT NULL,                   -- also pins the rules: the versions in force on this day
	filing_ends_at INTEGER NOT NULL,          -- first instant that is too late for the enterprise
	city_deadline TEXT NOT NULL,
	city_ends_at INTEGER NOT NULL,            -- first instant that is too late for the recommendation
	state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'published')),
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	created_at INTEGER NOT NULL,
	UNIQUE (edition, year, no)
) STRICT;
CREATE TRIGGER batch_pinned BEFORE UPDATE OF edition, opens_on ON batch
WHEN OLD.state <> 'planned' AND (NEW.opens_on <> OLD.opens_on OR NEW.edition <> OLD.edition)
BEGIN SELECT RAISE(ABORT, 'an open batch keeps its rules'); END;
CREATE INDEX batch_state ON batch (state, opens_on, id);
CREATE INDEX batch_province ON batch (province_agency_id, year, no);

CREATE TABLE target (
	edition TEXT NOT NULL,
	year INTEGER NOT NULL,
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	n INTEGER NOT NULL,
	source TEXT NOT NULL,
	set_by INTEGER REFERENCES account (id),   -- NULL: printed, came with the program
	set_at INTEGER,
	PRIMARY KEY (edition, year, agency_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE application (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,           -- random; what addresses show
	no TEXT UNIQUE,                           -- given at the first submission
	enterprise_id INTEGER NOT NULL REFERENCES enterprise (id),
	batch_id INTEGER NOT NULL REFERENCES batch (id),
	edition TEXT NOT NULL,
	kind TEXT NOT NULL DEFAULT 'first' CHECK (kind IN ('first', 'recheck', 'update')),
	standard TEXT NOT NULL,                   -- follows from edition and kind
	standard_hash TEXT NOT NULL,
	year INTEGER NOT NULL,                    -- evaluation year Y: facts are of Y-1, Y-2 …
	state TEXT NOT NULL,
	return_to TEXT NOT NULL DEFAULT '',       -- state that a corrected file goes back to
	version INTEGER NOT NULL DEFAULT 1,
	live INTEGER NOT NULL DEFAULT 1,          -- 0 once withdrawn, refused or lapsed
	county_agency_id INTEGER REFERENCES agency (id),
	city_agency_id INTEGER NOT NULL REFERENCES agency (id),
	province_agency_id INTEGER NOT NULL REFERENCES agency (id),
	submission_id INTEGER,                    -- the one that is being reviewed
	holder TEXT NOT NULL,                     -- who acts now: enterprise county city province system none
	due_at INTEGER NOT NULL,                  -- until when; far future when no term applies
	state_at INTEGER NOT NULL DEFAULT 0,      -- since when it is in this state
	score_min INTEGER NOT NULL DEFAULT 0,     -- micro-points, self-evaluation
	score_max INTEGER NOT NULL DEFAULT 0,
	result TEXT NOT NULL DEFAULT 'open',
	route TEXT NOT NULL DEFAULT '',
	city_score INTEGER,                       -- by the city's recognised values
	city_result TEXT NOT NULL DEFAULT '',
	city_route TEXT NOT NULL DEFAULT '',
	truth_signed INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	submitted_at INTEGER,
	decided_at INTEGER,
	pooled_at INTEGER                         -- since when in the pool (培育库); NULL: is not, or is no more
) STRICT;
-- One live file per enterprise and batch, whatever the browser does (L3).
CREATE UNIQUE INDEX application_one_live ON application (enterprise_id, batch_id) WHERE live = 1;
CREATE INDEX application_enterprise ON application (enterprise_id, id);
CREATE INDEX application_batch_city ON application (batch_id, city_agency_id, state, id);

CREATE TABLE application_fact (
	application_id INTEGER NOT NULL REFERENCES application (id),
	fact TEXT NOT NULL,
	year INTEGER NOT NULL,
	value TEXT NOT NULL,
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (application_id, fact, year)
) STRICT, WITHOUT ROWID;

-- What was submitted, for ever: facts, evidence list, result, hashes.
CREATE TABLE submission (
	id INTEGER PRIMARY KEY,
	application_id INTEGER NOT NULL REFERENCES application (id),
	seq INTEGER NOT NULL,                     -- 1, then one more per correction
	receipt_no TEXT NOT NULL UNIQUE,
	facts TEXT NOT NULL,                      -- canonical JSON as of scoring.md: {"year":…,"facts":{…}}
	evidence TEXT NOT NULL,                   -- canonical JSON: [{"slot","file","name","sha256","size"}…]
	profile TEXT NOT NULL,                    -- canonical JSON of the enterprise's profile
	content_hash TEXT NOT NULL,               -- SHA-256 over facts, evidence, profile
	engine TEXT NOT NULL,
	explanation_hash TEXT NOT NULL,
	result TEXT NOT NULL,
	route TEXT NOT NULL,
	score_min INTEGER NOT NULL,
	score_max INTEGER NOT NULL,
	signed_by INTEGER NOT NULL REFERENCES account (id),
	signed_name TEXT NOT NULL,
	submitted_at INTEGER NOT NULL,
	UNIQUE (application_id, seq)
) STRICT;
CREATE INDEX submission_content ON submission (content_hash);
CREATE TRIGGER submission_immutable BEFORE UPDATE ON submission
BEGIN SELECT RAISE(ABORT, 'submission is immutable'); END;

-- What a body sees of a file: one row per body and file. The queue is read from here alone, and it is
-- the scope of every officer's statement: no row, no file.
CREATE TABLE caseload (
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	state TEXT NOT NULL,
	due_at INTEGER NOT NULL,
	application_id INTEGER NOT NULL REFERENCES application (id),
	public_id TEXT NOT NULL,
	batch_id INTEGER NOT NULL,
	county_agency_id INTEGER NOT NULL,        -- 0: none
	city_agency_id INTEGER NOT NULL,
	name TEXT NOT NULL,
	uscc TEXT NOT NULL,
	area TEXT NOT NULL,                       -- 所在市县(区)
	score INTEGER NOT NULL,                   -- micro-points, lower end
	route TEXT NOT NULL,
	submitted_at INTEGER NOT NULL,            -- 0: not yet
	PRIMARY KEY (agency_id, state, due_at, application_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX caseload_application ON caseload (application_id, agency_id);
-- What has been submitted, by term: one row to the next file of a queue, however many drafts lie between.
CREATE INDEX caseload_due ON caseload (agency_id, due_at, application_id) WHERE submitted_at > 0;

-- Counts for tabs and the funnel, kept by triggers so that no page ever counts rows.
CREATE TABLE caseload_count (
	agency_id INTEGER NOT NULL,
	batch_id INTEGER NOT NULL,
	state TEXT NOT NULL,
	n INTEGER NOT NULL CHECK (n >= 0),        -- a state that nothing is in any more has no row
	PRIMARY KEY (agency_id, batch_id, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER caseload_added AFTER INSERT ON caseload
BEGIN
	INSERT INTO caseload_count (agency_id, batch_id, state, n) VALUES (new.agency_id, new.batch_id, new.state, 1)
	ON CONFLICT (agency_id, batch_id, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER caseload_moved AFTER UPDATE OF agency_id, batch_id, state ON caseload
WHEN old.state <> new.state OR old.agency_id <> new.agency_id OR old.batch_id <> new.batch_id
BEGIN
	UPDATE caseload_count SET n = n - 1
	WHERE agency_id = old.agency_id AND batch_id = old.batch_id AND state = old.state;
	DELETE FROM caseload_count WHERE agency_id = old.agency_id AND batch_id = old.batch_id AND state = old.state AND n = 0;
	INSERT INTO caseload_count (agency_id, batch_id, state, n) VALUES (new.agency_id, new.batch_id, new.state, 1)
	ON CONFLICT (agency_id, batch_id, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER caseload_removed AFTER DELETE ON caseload
BEGIN
	UPDATE caseload_count SET n = n - 1
	WHERE agency_id = old.agency_id AND batch_id = old.batch_id AND state = old.state;
	DELETE FROM caseload_count WHERE agency_id = old.agency_id AND batch_id = old.batch_id AND state = old.state AND n = 0;
END;

-- The checklist: a verdict per item of a submission and level.
CREATE TABLE verdict (
	submission_id INTEGER NOT NULL REFERENCES submission (id),
	level TEXT NOT NULL CHECK (level IN ('county', 'city', 'province')),
	item TEXT NOT NULL,                       -- indicator:ID, direct:ID, slot:ID
	verdict TEXT NOT NULL CHECK (verdict IN ('ok', 'bad', 'unclear')), -- 符合 不符合 需补充
	reason_code TEXT NOT NULL,
	note TEXT NOT NULL,
	account_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (submission_id, level, item)
) STRICT, WITHOUT ROWID;

-- 审核认定值: the value as a body recognises it, beside the declared one.
CREATE TABLE recognised (
	submission_id INTEGER NOT NULL REFERENCES submission (id),
	level TEXT NOT NULL CHECK (level IN ('county', 'city', 'province')),
	fact TEXT NOT NULL,
	year INTEGER NOT NULL,
	value TEXT NOT NULL,
	reason TEXT NOT NULL,
	account_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (submission_id, level, fact, year)
) STRICT, WITHOUT ROWID;

-- 退回补正: what exactly is to be corrected.
CREATE TABLE return_item (
	id INTEGER PRIMARY KEY,
	application_id INTEGER NOT NULL REFERENCES application (id),
	submission_id INTEGER NOT NULL REFERENCES submission (id),
	kind TEXT NOT NULL CHECK (kind IN ('fact', 'slot', 'profile', 'report')),
	ref TEXT NOT NULL,                        -- fact id, slot id, profile field
	reason_code TEXT NOT NULL,
	note TEXT NOT NULL,
	done_at INTEGER
) STRICT;
CREATE INDEX return_item_application ON return_item (application_id, submission_id, id);

CREATE TABLE site_check (
	id INTEGER PRIMARY KEY,
	application_id INTEGER NOT NULL REFERENCES application (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'cancelled')),
	planned_on TEXT NOT NULL,
	done_on TEXT NOT NULL DEFAULT '',
	inspector1 TEXT NOT NULL,
	inspector2 TEXT NOT NULL,
	enterprise_side TEXT NOT NULL DEFAULT '', -- who received them
	findings TEXT NOT NULL DEFAULT '',
	result TEXT NOT NULL DEFAULT '' CHECK (result IN ('', 'ok', 'bad', 'partly')),
	created_by INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX site_check_application ON site_check (application_id, id);
CREATE INDEX site_check_agency ON site_check (agency_id, state, planned_on, id);

-- What was found on the spot, item by item of the checklist.
CREATE TABLE site_finding (
	site_check_id INTEGER NOT NULL REFERENCES site_check (id),
	item TEXT NOT NULL,
	finding TEXT NOT NULL CHECK (finding IN ('same', 'different', 'unseen')),
	note TEXT NOT NULL,
	PRIMARY KEY (site_check_id, item)
) STRICT, WITHOUT ROWID;

-- 集中研究
CREATE TABLE meeting (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	batch_id INTEGER NOT NULL REFERENCES batch (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	held_on TEXT NOT NULL,
	place TEXT NOT NULL,
	chair TEXT NOT NULL,
	participants TEXT NOT NULL,
	minutes TEXT NOT NULL,
	created_by INTEGER NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX meeting_batch ON meeting (batch_id, agency_id, id);
CREATE TABLE meeting_item (
	meeting_id INTEGER NOT NULL REFERENCES meeting (id),
	application_id INTEGER NOT NULL REFERENCES application (id),
	outcome TEXT NOT NULL CHECK (outcome IN ('yes', 'no', 'back')),
	note TEXT NOT NULL,
	PRIMARY KEY (meeting_id, application_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_item_application ON meeting_item (application_id);

CREATE TABLE publicity (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	batch_id INTEGER NOT NULL REFERENCES batch (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	level TEXT NOT NULL CHECK (level IN ('city', 'province')),
	title TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'closed', 'cancelled')),
	days INTEGER NOT NULL,
	unit TEXT NOT NULL CHECK (unit IN ('calendar', 'working')),
	provisional INTEGER NOT NULL,             -- the window reaches into a year without a published calendar
	posted_on TEXT NOT NULL DEFAULT '',
	first_on TEXT NOT NULL DEFAULT '',
	last_on TEXT NOT NULL DEFAULT '',
	ends_at INTEGER NOT NULL DEFAULT 0,       -- 24:00 of last_on
	list_hash TEXT NOT NULL,
	contact TEXT NOT NULL,
	proposed_by INTEGER NOT NULL REFERENCES account (id),
	proposed_at INTEGER NOT NULL,
	confirmed_by INTEGER REFERENCES account (id),
	confirmed_at INTEGER,
	closed_at INTEGER,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX publicity_state ON publicity (state, ends_at, id);
CREATE INDEX publicity_batch ON publicity (batch_id, agency_id, id);
CREATE INDEX publicity_agency ON publicity (agency_id, id);
CREATE INDEX publicity_list ON publicity (list_hash);
CREATE TABLE publicity_item (
	publicity_id INTEGER NOT NULL REFERENCES publicity (id),
	seq INTEGER NOT NULL,
	application_id INTEGER NOT NULL REFERENCES application (id),
	name TEXT NOT NULL,
	uscc TEXT NOT NULL,
	area TEXT NOT NULL,
	direct INTEGER NOT NULL,
	score INTEGER NOT NULL,
	outcome TEXT NOT NULL DEFAULT 'open'
		CHECK (outcome IN ('open', 'undisputed', 'disputed', 'cleared', 'upheld')),
	PRIMARY KEY (publicity_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX publicity_item_application ON publicity_item (application_id, publicity_id);
-- A frozen list stays as it is; only what became of an enterprise is noted beside it. The window stands
-- once it is open.
CREATE TRIGGER publicity_item_frozen
BEFORE UPDATE OF publicity_id, seq, application_id, name, uscc, area, direct, score ON publicity_item
BEGIN SELECT RAISE(ABORT, 'publicity list is frozen'); END;
CREATE TRIGGER publicity_item_kept BEFORE DELETE ON publicity_item
BEGIN SELECT RAISE(ABORT, 'publicity list is frozen'); END;
CREATE TRIGGER publicity_item_late BEFORE INSERT ON publicity_item
WHEN (SELECT state FROM publicity WHERE id = new.publicity_id) <> 'proposed'
BEGIN SELECT RAISE(ABORT, 'publicity list is frozen'); END;
CREATE TRIGGER publicity_frozen
BEFORE UPDATE OF batch_id, agency_id, title, days, unit, posted_on, first_on, last_on, ends_at, list_hash ON publicity
WHEN old.state <> 'proposed'
BEGIN SELECT RAISE(ABORT, 'publicity window is frozen'); END;

CREATE TABLE objection (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	receipt_no TEXT NOT NULL UNIQUE,
	publicity_id INTEGER NOT NULL REFERENCES publicity (id),
	application_id INTEGER NOT NULL REFERENCES application (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id), -- who handles it
	person TEXT NOT NULL,                     -- real name; never shown to the enterprise or the public
	person_id TEXT NOT NULL,                  -- identity or organisation code
	phone TEXT NOT NULL,
	content TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('received', 'accepted', 'rejected', 'cleared', 'upheld')),
	outcome TEXT NOT NULL DEFAULT '',         -- what was found, published
	handled_by INTEGER REFERENCES account (id),
	received_at INTEGER NOT NULL,
	handled_at INTEGER
) STRICT;
CREATE INDEX objection_publicity ON objection (publicity_id, state, id);
CREATE INDEX objection_application ON objection (application_id, id);
CREATE INDEX objection_agency ON objection (agency_id, state, id);

CREATE TABLE recommendation (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	batch_id INTEGER NOT NULL REFERENCES batch (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	seq INTEGER NOT NULL,
	doc_no TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL CHECK (state IN ('proposed', 'sent', 'returned', 'cancelled')),
	report TEXT NOT NULL,                     -- 审核情况报告, editable text
	opinion TEXT NOT NULL,                    -- 推荐意见
	list_hash TEXT NOT NULL,
	count INTEGER NOT NULL,
	proposed_by INTEGER NOT NULL REFERENCES account (id),
	proposed_at INTEGER NOT NULL,
	confirmed_by INTEGER REFERENCES account (id),
	sent_at INTEGER,
	returned_at INTEGER,
	return_reason TEXT NOT NULL DEFAULT '',
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (batch_id, agency_id, seq)
) STRICT;
CREATE TABLE recommendation_item (
	recommendation_id INTEGER NOT NULL REFERENCES recommendation (id),
	seq INTEGER NOT NULL,
	application_id INTEGER NOT NULL REFERENCES application (id),
	name TEXT NOT NULL,
	uscc TEXT NOT NULL,
	area TEXT NOT NULL,
	direct INTEGER NOT NULL,
	score INTEGER NOT NULL,
	PRIMARY KEY (recommendation_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX recommendation_item_application ON recommendation_item (application_id);
CREATE INDEX recommendation_list ON recommendation (list_hash);
CREATE TRIGGER recommendation_item_frozen BEFORE UPDATE ON recommendation_item
BEGIN SELECT RAISE(ABORT, 'recommendation list is frozen'); END;
CREATE TRIGGER recommendation_item_kept BEFORE DELETE ON recommendation_item
BEGIN SELECT RAISE(ABORT, 'recommendation list is frozen'); END;
CREATE TRIGGER recommendation_frozen
BEFORE UPDATE OF batch_id, agency_id, seq, report, opinion, list_hash, count ON recommendation
WHEN old.state <> 'proposed'
BEGIN SELECT RAISE(ABORT, 'recommendation is frozen'); END;

-- 公告: immutable once published.
CREATE TABLE announcement (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	batch_id INTEGER REFERENCES batch (id),
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	kind TEXT NOT NULL CHECK (kind IN ('list', 'notice')),
	doc_no TEXT NOT NULL,
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	list_hash TEXT NOT NULL,
	count INTEGER NOT NULL,
	chain_seq INTEGER NOT NULL,               -- head of the log at publication
	chain_hash TEXT NOT NULL,
	issued_on TEXT NOT NULL,
	published_by INTEGER NOT NULL,
	published_at INTEGER NOT NULL
) STRICT;
CREATE INDEX announcement_at ON announcement (published_at, id);
CREATE INDEX announcement_batch ON announcement (batch_id, id);
CREATE INDEX announcement_list ON announcement (list_hash);
CREATE UNIQUE INDEX announcement_doc_no ON announcement (doc_no) WHERE doc_no <> '';
CREATE TRIGGER announcement_immutable BEFORE UPDATE ON announcement
BEGIN SELECT RAISE(ABORT, 'announcement is immutable'); END;
CREATE TRIGGER announcement_kept BEFORE DELETE ON announcement
BEGIN SELECT RAISE(ABORT, 'announcement is kept'); END;

-- Papers of a batch as they were last made (公文包): the hash that is on the page is that of the file that went out.
CREATE TABLE package_file (
	batch_id INTEGER NOT NULL REFERENCES batch (id),
	name TEXT NOT NULL,                       -- of the address: r.ID.summary.xlsx
	sha256 TEXT NOT NULL,
	size INTEGER NOT NULL,
	pages INTEGER NOT NULL,                   -- of a PDF; else 0
	made_at INTEGER NOT NULL,
	PRIMARY KEY (batch_id, name)
) STRICT, WITHOUT ROWID;

-- The public register of titles. Imported old lists may have no code and no enterprise.
CREATE TABLE title (
	id INTEGER PRIMARY KEY,
	public_id TEXT NOT NULL UNIQUE,
	enterprise_id INTEGER REFERENCES enterprise (id),
	application_id INTEGER REFERENCES application (id),
	announcement_id INTEGER REFERENCES announcement (id),
	tier TEXT NOT NULL,                       -- programme: innovative …
	tier_name TEXT NOT NULL,
	edition TEXT NOT NULL DEFAULT '',
	batch_title TEXT NOT NULL,
	name TEXT NOT NULL,                       -- as announced
	uscc TEXT NOT NULL DEFAULT '',
	province TEXT NOT NULL,
	city TEXT NOT NULL,
	county TEXT NOT NULL,
	division_code TEXT NOT NULL DEFAULT '',
	certificate_no TEXT UNIQUE,
	check_code TEXT NOT NULL DEFAULT '',
	valid_from TEXT NOT NULL,
	valid_to TEXT NOT NULL,                   -- '' when the list does not say
	state TEXT NOT NULL CHECK (state IN ('valid', 'renewing', 'expired', 'cancelled', 'revoked')),
	listed_on TEXT NOT NULL DEFAULT '',       -- day its list was published, often after valid_from; '' not known (imported)
	ended_on TEXT NOT NULL DEFAULT '',        -- first day on which it holds no longer; '' while it does
	ended_cause TEXT NOT NULL DEFAULT '',
	recheck_lost_on TEXT NOT NULL DEFAULT '', -- 取消复核资格: the title runs out, no 复核 is taken
	recheck_lost_cause TEXT NOT NULL DEFAULT '',
	cohort_id INTEGER,                        -- 到期名单 that it stands on; NULL: not listed yet
	source TEXT NOT NULL,                     -- where an imported row comes from
	industry TEXT NOT NULL DEFAULT '',        -- 大类 of the enterprise when the title was recorded; '' unknown
	capital INTEGER NOT NULL DEFAULT 0,       -- class of its registered capital then (trigger title_kind); 0 unknown
	recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX title_list ON title (valid_from, id);
CREATE INDEX title_tier ON title (tier, valid_from, id);
CREATE INDEX title_city ON title (city, valid_from, id);
CREATE INDEX title_uscc ON title (uscc, id);
CREATE INDEX title_due ON title (state, valid_to, id);
CREATE INDEX title_unlisted ON title (tier, valid_to, id) WHERE cohort_id IS NULL;
CREATE INDEX title_name ON title (name, id);
CREATE INDEX title_enterprise ON title (enterprise_id, id);
CREATE INDEX title_ended ON title (state, certificate_no) WHERE state IN ('cancelled', 'revoked');
CREATE INDEX title_announcement ON title (announcement_id, id);
CREATE UNIQUE INDEX title_application ON title (application_id) WHERE application_id IS NOT NULL;
CREATE UNIQUE INDEX title_imported ON title (tier, batch_title, county, name) WHERE enterprise_id IS NULL;

-- What the statistics group by is written with the title, so that no page joins the enterprises. In 万元: 1 below 100,
-- 2 below 500, 3 below 1000, 4 below 5000, 5 the rest.
CREATE TRIGGER title_kind AFTER INSERT ON title WHEN new.enterprise_id IS NOT NULL
BEGIN
	UPDATE title SET
		industry = (SELECT substr(e.industry_code, 1, 2) FROM enterprise AS e WHERE e.id = new.enterprise_id),
		capital = (SELECT CASE WHEN e.capital = '' THEN 0 WHEN CAST(e.capital AS NUMERIC) < 100 THEN 1
			WHEN CAST(e.capital AS NUMERIC) < 500 THEN 2 WHEN CAST(e.capital AS NUMERIC) < 1000 THEN 3
			WHEN CAST(e.capital AS NUMERIC) < 5000 THEN 4 ELSE 5 END FROM enterprise AS e WHERE e.id = new.enterprise_id)
	WHERE id = new.id;
END;
CREATE INDEX title_stats_place ON title (tier, province, city, valid_from, valid_to, ended_on, listed_on, state, tier_name);
CREATE INDEX title_stats_kind ON title (tier, industry, capital, valid_from, valid_to, ended_on, listed_on, state);

-- What the registry search finds: enterprises and titles by the two-character grams of their names.
CREATE TABLE registry (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('enterprise', 'title')),
	ref_id INTEGER NOT NULL,
	public_id TEXT NOT NULL,
	name TEXT NOT NULL,
	names TEXT NOT NULL,                      -- what it was called besides, a line each: found too (N14)
	uscc TEXT NOT NULL,
	city TEXT NOT NULL,
	county TEXT NOT NULL,
	tier TEXT NOT NULL,                       -- '' for an enterprise without a title
	tier_name TEXT NOT NULL,
	state TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT NOT NULL,
	listed_on TEXT NOT NULL DEFAULT '',
	ended_on TEXT NOT NULL DEFAULT '',
	certificate_no TEXT NOT NULL,
	UNIQUE (kind, ref_id)
) STRICT;
CREATE INDEX registry_public ON registry (public_id);
CREATE INDEX registry_uscc ON registry (uscc, id);
CREATE INDEX registry_tier ON registry (tier, city, valid_from, id);
CREATE INDEX registry_certificate ON registry (certificate_no);
CREATE VIRTUAL TABLE registry_gram USING fts5 (grams, content = '', tokenize = 'unicode61');

-- What stands for or against an enterprise when it applies: bans, joint-punishment lists, county clusters.

-- 不得申报: by a recorded decision, until a day; lifted only by another.
CREATE TABLE ban (
	id INTEGER PRIMARY KEY,
	uscc TEXT NOT NULL,
	programmes TEXT NOT NULL,                 -- programmes it shuts, by blanks; '' = all
	cause TEXT NOT NULL,
	clause TEXT NOT NULL,                     -- 文号, article
	from_on TEXT NOT NULL,
	to_on TEXT NOT NULL,                      -- last day; '' = until it is lifted
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	created_by INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	case_id INTEGER,                          -- the case whose decision it is
	lifted_by INTEGER,
	lifted_at INTEGER,
	lifted_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX ban_uscc ON ban (uscc, id);
CREATE INDEX ban_case ON ban (case_id);

-- 经营异常名录, 严重失信主体名单, as imported; a row that is removed stays with the day.
CREATE TABLE listed (
	uscc TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('abnormal', 'dishonest')),
	since_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	source TEXT NOT NULL,
	recorded_at INTEGER NOT NULL,
	removed_on TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (uscc, kind, since_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX listed_since ON listed (since_on, uscc, kind);

-- 县域特色产业集群统计范围, year by year as imported; the newest year of a province counts.
CREATE TABLE cluster_member (
	province TEXT NOT NULL,                   -- first two digits of the division
	year INTEGER NOT NULL,
	uscc TEXT NOT NULL,
	cluster TEXT NOT NULL,
	name TEXT NOT NULL,                       -- as the statistics write it
	division_code TEXT NOT NULL,              -- county-level
	source TEXT NOT NULL,
	recorded_at INTEGER NOT NULL,
	PRIMARY KEY (uscc, cluster, year)
) STRICT, WITHOUT ROWID;
CREATE INDEX cluster_member_year ON cluster_member (province, year, cluster, name);
