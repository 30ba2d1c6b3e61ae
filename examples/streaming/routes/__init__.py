"""The blueprints of the application."""
from routes.admin import admin_bp
from routes.auth import auth_bp
from routes.media import media_bp
from routes.notifications import notifications_bp
from routes.payments import payments_bp


def register_routes(app):
    for blueprint in (admin_bp, auth_bp, media_bp, notifications_bp, payments_bp):
        app.register_blueprint(blueprint)
