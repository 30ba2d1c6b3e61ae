"""The application factory."""
import os

from flask import Flask

from extensions import db


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db.init_app(app)

    import models  # noqa: F401  (registers the tables)
    from routes import register_routes

    register_routes(app)
    return app
