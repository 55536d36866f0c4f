"""A gradebook of the first version, with marks in it, as that version made its tables."""

VERSION_1 = """
CREATE TABLE schema_version (version INTEGER NOT NULL, CONSTRAINT pk_schema_version PRIMARY KEY (version));
CREATE TABLE run_locks (assignment TEXT NOT NULL, CONSTRAINT pk_run_locks PRIMARY KEY (assignment));
CREATE TABLE assignments (id INTEGER NOT NULL, name TEXT NOT NULL, CONSTRAINT pk_assignments PRIMARY KEY (id),
    CONSTRAINT uq_assignments_name UNIQUE (name));
CREATE TABLE test_suites (settings TEXT NOT NULL, questions TEXT NOT NULL,
    CONSTRAINT pk_test_suites PRIMARY KEY (settings));
CREATE TABLE runs (id INTEGER NOT NULL, assignment_id INTEGER NOT NULL, started DATETIME NOT NULL, ended DATETIME,
    isolation TEXT NOT NULL, runner TEXT NOT NULL, seed INTEGER, version TEXT NOT NULL, settings TEXT NOT NULL,
    CONSTRAINT pk_runs PRIMARY KEY (id),
    CONSTRAINT fk_runs_assignment_id_assignments FOREIGN KEY(assignment_id) REFERENCES assignments (id));
CREATE INDEX ix_runs_assignment_id ON runs (assignment_id);
CREATE INDEX ix_runs_settings ON runs (settings);
CREATE TABLE submissions (id INTEGER NOT NULL, assignment_id INTEGER NOT NULL, run_id INTEGER NOT NULL,
    name TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, "key" TEXT NOT NULL, attempt INTEGER NOT NULL,
    CONSTRAINT pk_submissions PRIMARY KEY (id), CONSTRAINT uq_submissions_assignment_id UNIQUE (assignment_id, name),
    CONSTRAINT fk_submissions_assignment_id_assignments FOREIGN KEY(assignment_id) REFERENCES assignments (id),
    CONSTRAINT fk_submissions_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id));
CREATE TABLE results (id INTEGER NOT NULL, submission_id INTEGER NOT NULL, run_id INTEGER NOT NULL,
    "key" TEXT NOT NULL, digest TEXT NOT NULL, graded DATETIME NOT NULL, status TEXT NOT NULL, error TEXT,
    score FLOAT NOT NULL, max_score FLOAT NOT NULL, seconds FLOAT NOT NULL, engine_failed BOOLEAN NOT NULL,
    record TEXT NOT NULL, CONSTRAINT pk_results PRIMARY KEY (id),
    CONSTRAINT fk_results_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id),
    CONSTRAINT fk_results_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id));
CREATE INDEX ix_results_submission_id ON results (submission_id);
CREATE INDEX ix_results_run_id ON results (run_id);
CREATE INDEX ix_results_key ON results ("key");
CREATE TABLE case_verdicts (result_id INTEGER NOT NULL, question TEXT NOT NULL, position INTEGER NOT NULL,
    name TEXT NOT NULL, hidden BOOLEAN NOT NULL, points FLOAT NOT NULL, verdict TEXT NOT NULL,
    CONSTRAINT pk_case_verdicts PRIMARY KEY (result_id, question, position),
    CONSTRAINT fk_case_verdicts_result_id_results FOREIGN KEY(result_id) REFERENCES results (id));
CREATE TABLE manual_marks (id INTEGER NOT NULL, submission_id INTEGER NOT NULL, question TEXT NOT NULL,
    points FLOAT NOT NULL, comment TEXT NOT NULL, who TEXT NOT NULL, at DATETIME NOT NULL,
    CONSTRAINT pk_manual_marks PRIMARY KEY (id),
    CONSTRAINT fk_manual_marks_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id));
CREATE INDEX ix_manual_marks_submission_id ON manual_marks (submission_id);
CREATE TABLE overrides (id INTEGER NOT NULL, submission_id INTEGER NOT NULL, question TEXT, before FLOAT,
    after FLOAT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, at DATETIME NOT NULL,
    CONSTRAINT pk_overrides PRIMARY KEY (id),
    CONSTRAINT fk_overrides_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id));
CREATE INDEX ix_overrides_submission_id ON overrides (submission_id);
CREATE TABLE late_days (id INTEGER NOT NULL, submission_id INTEGER NOT NULL, days FLOAT NOT NULL, who TEXT NOT NULL,
    why TEXT NOT NULL, at DATETIME NOT NULL, CONSTRAINT pk_late_days PRIMARY KEY (id),
    CONSTRAINT fk_late_days_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id));
CREATE INDEX ix_late_days_submission_id ON late_days (submission_id);
INSERT INTO schema_version VALUES (1);
INSERT INTO assignments VALUES (1, 'tiny');
INSERT INTO runs VALUES (1, 1, '2026-01-01', '2026-01-01', 'bubblewrap', 'engine', 1, '0.1.0', 'settings');
INSERT INTO submissions VALUES (1, 1, 1, 's1.ipynb', '/s1.ipynb', 'digest', 'key', 1);
INSERT INTO results VALUES (1, 1, 1, 'key', 'digest', '2026-01-01', 'graded', NULL, 1, 2, 0.1, 0,
    '{"id": "s1.ipynb", "status": "graded", "error": null, "score": 1.0, "max_score": 2.0, "seconds": 0.1,
      "questions": {"q1": {"score": 1.0, "max_score": 2.0, "cases": [], "hints": [], "manual_max_score": 4.0}}}');
INSERT INTO manual_marks VALUES (1, 1, 'q1', 3.0, 'good', 'Ada', '2026-01-01');
INSERT INTO overrides VALUES (1, 1, 'q1', 4.0, 5.0, 'Ada', 'why not', '2026-01-01');
"""
