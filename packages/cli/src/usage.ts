/** What the program says of itself. */

export const usage = `Usage: intendant <command> --database <where>

Commands:
  migrate        Brings the tables up to date, and says which migrations were missing.
  verify         Folds the journal of every account, policy and token, and compares it with what is kept.
                 Says which records differ, and exits with 1 if any does.
  import-users people.csv --enterprise <name>
                 Creates everyone in a file, or nobody where anything is wrong with it: then says what, and
                 exits with 1. Run again, it creates those who are not there yet. The file - comes through a pipe.
  export-users --enterprise <name> > people.csv
                 Writes everyone who is not deleted, as a file that can be imported.

Where:
  postgres://user@server:5432/name   a PostgreSQL database
  sqlite:portal.db                   a SQLite file
  Where --database is not given it is DATABASE_URL of the environment, which keeps a password off the command line.

People stand one a line, without a header: last name; first name; mail; language (FR or EN). Semicolons, tabs or
commas; UTF-8 or Windows-1252.

For import-users and export-users:
  --blueprint portal.json   the portal's own blueprint; without it, that of the secure workspace
  --language fr|en          the language of what is said (en)

For import-users:
  --dry-run                 checks the file, says what it would come to, and creates nobody
  --report refused.csv      writes every fault with its line, column, field, value and reason, and behind them the
                            line as it was: take the first five columns away, repair the rest, and import it
  --reason <text>           why, for the journal

Exit codes: 0 done and right, 1 records differ or the file has faults, 2 not done.`
