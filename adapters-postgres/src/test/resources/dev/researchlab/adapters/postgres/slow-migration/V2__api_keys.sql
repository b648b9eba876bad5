-- Never come to.
SELECT 1;
