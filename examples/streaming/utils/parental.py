"""What somebody may see."""
from sqlalchemy import text

from extensions import db
from models import Media, User
from models.models_user import USER_SCORE_LIMITS


def limit_of(user: User):
    limit = getattr(user, "rating_limit", None)
    return USER_SCORE_LIMITS.index(limit) if limit in USER_SCORE_LIMITS else len(USER_SCORE_LIMITS)


def visible_media(user: User):
    query = Media.query.filter(Media.is_public.is_(True))
    if user.user_score_limit:
        query = query.filter(Media.adult.is_(False))
    return query


def restrict_children(parent_id, limit):
    db.session.execute(
        text("UPDATE users SET user_score_limit = :limit WHERE parent_id = :parent_id"),
        {"limit": limit, "parent_id": parent_id},
    )


def best_episodes(media_id):
    return db.session.execute(
        text("SELECT id, name, rating FROM episodes WHERE media_id = :media_id ORDER BY rating DESC LIMIT 5"),
        {"media_id": media_id},
    ).all()
