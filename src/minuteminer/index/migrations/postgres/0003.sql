-- What is searched stands apart from what is shown: a row of an id, with its words out of line, so that the matches of
-- a common word are walked in few pages. It is divided by the years of the meetings, two and two, so that the newest
-- matches are found without the others. The words are followed by the pairs of neighbours, hashed: a phrase then
-- reads few rows. The planner is told nothing of what unpacking a vector costs; the connection tells it.
CREATE TABLE paragraph_match (
  id BIGINT PRIMARY KEY,        -- paragraph.id
  vector TSVECTOR NOT NULL      -- the words with their places; the terms, each with a colon before it; +hash of pairs
) PARTITION BY RANGE (id);
CREATE TABLE paragraph_match_other PARTITION OF paragraph_match DEFAULT;
CREATE TABLE paragraph_match_2000 PARTITION OF paragraph_match FOR VALUES FROM (36524::bigint << 32) TO (37255::bigint << 32);
CREATE TABLE paragraph_match_2002 PARTITION OF paragraph_match FOR VALUES FROM (37255::bigint << 32) TO (37985::bigint << 32);
CREATE TABLE paragraph_match_2004 PARTITION OF paragraph_match FOR VALUES FROM (37985::bigint << 32) TO (38716::bigint << 32);
CREATE TABLE paragraph_match_2006 PARTITION OF paragraph_match FOR VALUES FROM (38716::bigint << 32) TO (39446::bigint << 32);
CREATE TABLE paragraph_match_2008 PARTITION OF paragraph_match FOR VALUES FROM (39446::bigint << 32) TO (40177::bigint << 32);
CREATE TABLE paragraph_match_2010 PARTITION OF paragraph_match FOR VALUES FROM (40177::bigint << 32) TO (40907::bigint << 32);
CREATE TABLE paragraph_match_2012 PARTITION OF paragraph_match FOR VALUES FROM (40907::bigint << 32) TO (41638::bigint << 32);
CREATE TABLE paragraph_match_2014 PARTITION OF paragraph_match FOR VALUES FROM (41638::bigint << 32) TO (42368::bigint << 32);
CREATE TABLE paragraph_match_2016 PARTITION OF paragraph_match FOR VALUES FROM (42368::bigint << 32) TO (43099::bigint << 32);
CREATE TABLE paragraph_match_2018 PARTITION OF paragraph_match FOR VALUES FROM (43099::bigint << 32) TO (43829::bigint << 32);
CREATE TABLE paragraph_match_2020 PARTITION OF paragraph_match FOR VALUES FROM (43829::bigint << 32) TO (44560::bigint << 32);
CREATE TABLE paragraph_match_2022 PARTITION OF paragraph_match FOR VALUES FROM (44560::bigint << 32) TO (45290::bigint << 32);
CREATE TABLE paragraph_match_2024 PARTITION OF paragraph_match FOR VALUES FROM (45290::bigint << 32) TO (46021::bigint << 32);
CREATE TABLE paragraph_match_2026 PARTITION OF paragraph_match FOR VALUES FROM (46021::bigint << 32) TO (46751::bigint << 32);
CREATE TABLE paragraph_match_2028 PARTITION OF paragraph_match FOR VALUES FROM (46751::bigint << 32) TO (47482::bigint << 32);
CREATE TABLE paragraph_match_2030 PARTITION OF paragraph_match FOR VALUES FROM (47482::bigint << 32) TO (48212::bigint << 32);
CREATE TABLE paragraph_match_2032 PARTITION OF paragraph_match FOR VALUES FROM (48212::bigint << 32) TO (48943::bigint << 32);
CREATE TABLE paragraph_match_2034 PARTITION OF paragraph_match FOR VALUES FROM (48943::bigint << 32) TO (49673::bigint << 32);
CREATE TABLE paragraph_match_2036 PARTITION OF paragraph_match FOR VALUES FROM (49673::bigint << 32) TO (50404::bigint << 32);
CREATE TABLE paragraph_match_2038 PARTITION OF paragraph_match FOR VALUES FROM (50404::bigint << 32) TO (51134::bigint << 32);
CREATE TABLE resolution_match (
  id BIGINT PRIMARY KEY,        -- resolution.id
  vector TSVECTOR NOT NULL
);
ALTER TABLE paragraph_match_2000 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2000 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2002 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2002 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2004 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2004 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2006 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2006 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2008 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2008 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2010 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2010 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2012 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2012 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2014 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2014 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2016 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2016 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2018 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2018 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2020 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2020 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2022 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2022 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2024 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2024 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2026 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2026 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2028 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2028 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2030 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2030 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2032 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2032 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2034 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2034 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2036 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2036 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_2038 SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_2038 ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE paragraph_match_other SET (toast_tuple_target = 128);
ALTER TABLE paragraph_match_other ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE resolution_match SET (toast_tuple_target = 128);
ALTER TABLE resolution_match ALTER COLUMN vector SET STORAGE EXTERNAL;
INSERT INTO paragraph_match (id, vector)
  SELECT id, vector || array_to_tsvector(ARRAY(
    SELECT DISTINCT '+' || (31 * digest + next) % 4096 FROM (
      SELECT digest, lead(digest) OVER (ORDER BY place) AS next FROM (
        SELECT place, ('x' || left(md5(word), 4))::bit(16)::int AS digest
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS split (word, place)) AS digests) AS pairs
    WHERE next IS NOT NULL))
  FROM paragraph;
ALTER TABLE paragraph DROP COLUMN vector;
CREATE INDEX paragraph_match_vector ON paragraph_match USING gin (vector);
INSERT INTO resolution_match (id, vector)
  SELECT id, vector || array_to_tsvector(ARRAY(
    SELECT DISTINCT '+' || (31 * digest + next) % 4096 FROM (
      SELECT digest, lead(digest) OVER (ORDER BY place) AS next FROM (
        SELECT place, ('x' || left(md5(word), 4))::bit(16)::int AS digest
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS split (word, place)) AS digests) AS pairs
    WHERE next IS NOT NULL))
  FROM resolution;
ALTER TABLE resolution DROP COLUMN vector;
CREATE INDEX resolution_match_vector ON resolution_match USING gin (vector);
