"""A start, at the limit set for `digest`: importing SQLAlchemy and nothing more. Run as a program."""

import sqlalchemy
import sqlalchemy.orm

print(sqlalchemy.__version__)
