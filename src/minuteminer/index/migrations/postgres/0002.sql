-- What a program that follows the index asks: which items changed since it last asked. A sequence and no clock:
-- a clock that is set back loses no change. The identity tells an index that was made anew from this one.
CREATE TABLE item_change (
  key TEXT PRIMARY KEY,
  sequence BIGINT NOT NULL      -- of the item's last change, counted with the rows ever made
);
CREATE INDEX item_change_sequence ON item_change (sequence);
INSERT INTO item_change (key, sequence) SELECT key, row_number() OVER (ORDER BY key) FROM item GROUP BY key;
INSERT INTO setting (name, value) VALUES ('identity', substr(md5(random()::text || clock_timestamp()::text), 1, 16));
