-- 交叉核对: questions that a submission raised, what reviewers found, and how often each kind was right.

CREATE TABLE cross_question (
	submission_id INTEGER NOT NULL REFERENCES submission (id),
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,                       -- service/cross_check
	text TEXT NOT NULL,
	PRIMARY KEY (submission_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cross_question_immutable BEFORE UPDATE ON cross_question
BEGIN SELECT RAISE(ABORT, 'a question is immutable'); END;

-- The last answer; those before it stand in the log.
CREATE TABLE cross_answer (
	submission_id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	answer TEXT NOT NULL CHECK (answer IN ('fine', 'problem', 'unclear')), -- 属实 有问题 无法判断
	note TEXT NOT NULL,
	level TEXT NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account (id),
	at INTEGER NOT NULL,
	PRIMARY KEY (submission_id, seq),
	FOREIGN KEY (submission_id, seq) REFERENCES cross_question (submission_id, seq)
) STRICT, WITHOUT ROWID;

-- Kept by the use cases, so that no page counts answers: of a province's body, per kind and year.
CREATE TABLE cross_rate (
	agency_id INTEGER NOT NULL REFERENCES agency (id),
	year INTEGER NOT NULL,
	kind TEXT NOT NULL,
	raised INTEGER NOT NULL DEFAULT 0,
	fine INTEGER NOT NULL DEFAULT 0,
	problem INTEGER NOT NULL DEFAULT 0,
	unclear INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (agency_id, year, kind)
) STRICT, WITHOUT ROWID;
