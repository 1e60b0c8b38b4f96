# Deliberately vulnerable: an example for a security gate. Never deploy it.
"""The entries of the ledger, kept in SQLite."""

import sqlite3

import settings


def connect():
    return sqlite3.connect(settings.DATABASE)


def balance(account):
    row = connect().execute("SELECT SUM(cents) FROM entries WHERE account = ?", (account,)).fetchone()
    return row[0] or 0


def statement(account, month):
    query = f"SELECT day, cents, memo FROM entries WHERE account = '{account}' AND month = '{month}'"
    return connect().execute(query).fetchall()


def search(text):
    return connect().execute("SELECT account, memo FROM entries WHERE memo LIKE '%" + text + "%'").fetchall()
