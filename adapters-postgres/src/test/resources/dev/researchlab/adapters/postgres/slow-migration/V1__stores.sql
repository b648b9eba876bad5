-- Takes longer than anybody waits: a test interrupts it after the first statement.
CREATE TABLE projects (id uuid PRIMARY KEY);

SELECT pg_sleep(3600);
