-- A gradebook as the first version of this program wrote it: one class, one submission, one result.
CREATE TABLE assignments (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_assignments PRIMARY KEY (id),
    CONSTRAINT uq_assignments_name UNIQUE (name)
);
INSERT INTO "assignments" VALUES(1,'tiny');
CREATE TABLE case_verdicts (
    result_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    hidden BOOLEAN NOT NULL,
    points DOUBLE NOT NULL,
    verdict TEXT NOT NULL,
    CONSTRAINT pk_case_verdicts PRIMARY KEY (result_id, question, position),
    CONSTRAINT fk_case_verdicts_result_id_results FOREIGN KEY(result_id) REFERENCES results (id)
);
CREATE TABLE late_days (
    id INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    days DOUBLE NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_late_days PRIMARY KEY (id),
    CONSTRAINT fk_late_days_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id)
);
CREATE TABLE manual_marks (
    id INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    points DOUBLE NOT NULL,
    comment TEXT NOT NULL,
    who TEXT NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_manual_marks PRIMARY KEY (id),
    CONSTRAINT fk_manual_marks_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id)
);
CREATE TABLE overrides (
    id INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    question TEXT,
    "before" DOUBLE,
    "after" DOUBLE NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_overrides PRIMARY KEY (id),
    CONSTRAINT fk_overrides_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id)
);
CREATE TABLE results (
    id INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    digest TEXT NOT NULL,
    graded DATETIME NOT NULL,
    status TEXT NOT NULL,
    error TEXT,
    score DOUBLE NOT NULL,
    max_score DOUBLE NOT NULL,
    seconds DOUBLE NOT NULL,
    engine_failed BOOLEAN NOT NULL,
    record TEXT NOT NULL,
    CONSTRAINT pk_results PRIMARY KEY (id),
    CONSTRAINT fk_results_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id),
    CONSTRAINT fk_results_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "results" VALUES(1,1,1,'key of content under settings','digest of content','2026-11-22 11:25:56.089131','graded',NULL,1.0,2.5,0.25,0,'{"id": "s1.ipynb", "status": "graded", "error": null, "score": 1.0, "max_score": 2.5, "seconds": 0.25, "questions": {}}');
CREATE TABLE run_locks (
    assignment TEXT NOT NULL,
    CONSTRAINT pk_run_locks PRIMARY KEY (assignment)
);
CREATE TABLE runs (
    id INTEGER NOT NULL,
    assignment_id INTEGER NOT NULL,
    started DATETIME NOT NULL,
    ended DATETIME,
    isolation TEXT NOT NULL,
    runner TEXT NOT NULL,
    seed INTEGER,
    version TEXT NOT NULL,
    settings TEXT NOT NULL,
    CONSTRAINT pk_runs PRIMARY KEY (id),
    CONSTRAINT fk_runs_assignment_id_assignments FOREIGN KEY(assignment_id) REFERENCES assignments (id)
);
INSERT INTO "runs" VALUES(1,1,'2026-11-22 11:25:56.075876','2026-11-22 11:25:56.102697','bubblewrap','engine',1,'0.1.0','settings');
CREATE TABLE schema_version (
    version INTEGER NOT NULL,
    CONSTRAINT pk_schema_version PRIMARY KEY (version)
);
INSERT INTO "schema_version" VALUES(1);
CREATE TABLE submissions (
    id INTEGER NOT NULL,
    assignment_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    "key" TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    CONSTRAINT pk_submissions PRIMARY KEY (id),
    CONSTRAINT uq_submissions_assignment_id UNIQUE (assignment_id, name),
    CONSTRAINT fk_submissions_assignment_id_assignments FOREIGN KEY(assignment_id) REFERENCES assignments (id),
    CONSTRAINT fk_submissions_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "submissions" VALUES(1,1,1,'s1.ipynb','/class/s1.ipynb','digest of content','key of content under settings',1);
CREATE TABLE test_suites (
    settings TEXT NOT NULL,
    questions TEXT NOT NULL,
    CONSTRAINT pk_test_suites PRIMARY KEY (settings)
);
CREATE INDEX ix_runs_assignment_id ON runs (assignment_id);
CREATE INDEX ix_runs_settings ON runs (settings);
CREATE INDEX ix_results_run_id ON results (run_id);
CREATE INDEX ix_results_submission_id ON results (submission_id);
CREATE INDEX ix_results_key ON results ("key");
CREATE INDEX ix_manual_marks_submission_id ON manual_marks (submission_id);
CREATE INDEX ix_overrides_submission_id ON overrides (submission_id);
CREATE INDEX ix_late_days_submission_id ON late_days (submission_id);
