-- The role by which Postfix and Dovecot read accounts: four views, nothing else. As the database's owner, once:
--   psql posko -f role.sql
-- CHANGE: a password of its own
CREATE ROLE posko_mail LOGIN PASSWORD 'CHANGE-ME' CONNECTION LIMIT 60;
GRANT SELECT ON mail_account, mail_name, mail_forward, mail_closed TO posko_mail;
