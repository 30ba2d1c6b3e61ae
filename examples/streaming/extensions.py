"""Extensions that are made once and bound to the application in app.py."""
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
