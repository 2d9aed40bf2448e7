-- The passages with a figure of one role, in the order of their ids and with the figure's ends: they are counted, and
-- the newest taken, from the index alone.
CREATE INDEX money_role ON money (role, paragraph, high_pence, low_pence, item);
CREATE INDEX headcount_role ON headcount (role, paragraph, high, count, item);
-- The items that are not in force, which are few: such a passage counts if its item is not among them.
CREATE INDEX item_retired ON item (id) WHERE current = 0;
