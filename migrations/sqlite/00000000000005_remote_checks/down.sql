DROP TABLE remote_checks;
DROP TABLE checkers;
