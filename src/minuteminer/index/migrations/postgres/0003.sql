-- What is searched stands apart from what is shown: a row of an id alone, whose words lie in a table of their own, so
-- that the matches of a common word are counted in few pages. It is divided by the years of the meetings, two and two,
-- so that the newest matches are found without the others. The words are followed by the pairs of neighbours, twelve
-- bits of each: a phrase then reads few rows. A vector never changes while its id is in the table of matches.
DROP INDEX paragraph_vector;
DROP INDEX resolution_vector;
CREATE TABLE paragraph_vector (
  id BIGINT PRIMARY KEY,        -- paragraph.id
  vector TSVECTOR NOT NULL      -- the words with their places; the terms, each with a colon before it; + and a pair
);
CREATE TABLE resolution_vector (
  id BIGINT PRIMARY KEY,        -- resolution.id
  vector TSVECTOR NOT NULL
);
CREATE FUNCTION paragraph_vector_of(BIGINT) RETURNS TSVECTOR
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200
  RETURN (SELECT vector FROM paragraph_vector WHERE id = $1);
CREATE FUNCTION resolution_vector_of(BIGINT) RETURNS TSVECTOR
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200
  RETURN (SELECT vector FROM resolution_vector WHERE id = $1);
CREATE TABLE paragraph_match (
  id BIGINT PRIMARY KEY         -- paragraph.id
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
  id BIGINT PRIMARY KEY         -- resolution.id
);
INSERT INTO paragraph_vector (id, vector)
  SELECT id, vector || array_to_tsvector(ARRAY(
    SELECT DISTINCT '+' || (31 * digest + next) % 4096 FROM (
      SELECT digest, lead(digest) OVER (ORDER BY place) AS next FROM (
        SELECT place, ('x' || left(md5(word), 4))::bit(16)::int AS digest
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS split (word, place)) AS digests) AS pairs
    WHERE next IS NOT NULL))
  FROM paragraph;
ALTER TABLE paragraph DROP COLUMN vector;
INSERT INTO resolution_vector (id, vector)
  SELECT id, vector || array_to_tsvector(ARRAY(
    SELECT DISTINCT '+' || (31 * digest + next) % 4096 FROM (
      SELECT digest, lead(digest) OVER (ORDER BY place) AS next FROM (
        SELECT place, ('x' || left(md5(word), 4))::bit(16)::int AS digest
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS split (word, place)) AS digests) AS pairs
    WHERE next IS NOT NULL))
  FROM resolution;
ALTER TABLE resolution DROP COLUMN vector;
INSERT INTO paragraph_match (id) SELECT id FROM paragraph_vector;
CREATE INDEX paragraph_match_vector ON paragraph_match USING gin (paragraph_vector_of(id));
INSERT INTO resolution_match (id) SELECT id FROM resolution_vector;
CREATE INDEX resolution_match_vector ON resolution_match USING gin (resolution_vector_of(id));
