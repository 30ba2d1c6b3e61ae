"""What somebody might like next."""
from sqlalchemy import func, text

from extensions import db
from models import MediaGenre, UserFaveDirector, UserFaveGenre, UserFavePerformer

SCORES = text("""
    SELECT m.id, sum(coalesce(fg.weight, 0)) + sum(coalesce(fd.weight, 0)) AS score
    FROM media m
    LEFT JOIN media_genres mg ON mg.media_id = m.id
    LEFT JOIN users_faves_genres fg ON fg.genre_id = mg.genre_id AND fg.user_id = :user_id
    LEFT JOIN media_directors md ON md.media_id = m.id
    LEFT JOIN users_faves_directors fd ON fd.director_id = md.director_id AND fd.user_id = :user_id
    WHERE NOT EXISTS (
        SELECT 1 FROM users_media_history h WHERE h.media_id = m.id AND h.users_id = :user_id
    )
    GROUP BY m.id
    ORDER BY score DESC
    LIMIT 20
""")


def recommend(user_id):
    return [row.id for row in db.session.execute(SCORES, {"user_id": user_id})]


def favourite_genres(user_id):
    return (
        db.session.query(UserFaveGenre.genre_id, func.sum(UserFaveGenre.weight))
        .filter(UserFaveGenre.user_id == user_id)
        .group_by(UserFaveGenre.genre_id)
        .all()
    )


def like_director(user_id, director_id):
    fave = UserFaveDirector.query.filter_by(user_id=user_id, director_id=director_id).first()
    if fave is None:
        fave = UserFaveDirector(user_id=user_id, director_id=director_id, weight=0)
        db.session.add(fave)
    fave.weight += 1


def forget(user_id):
    for model in (UserFaveDirector, UserFaveGenre, UserFavePerformer):
        model.query.filter_by(user_id=user_id).delete()


def media_of_genre(genre_id):
    return [row[0] for row in db.session.query(MediaGenre.media_id).filter_by(genre_id=genre_id)]


def store_affinity(users_id, media_id, score):
    db.session.execute(
        text("""
            INSERT INTO users_media_affinity (users_id, media_id, affinity_score, affinity_type,
                                              affinity_metadata, last_calculated_at)
            VALUES (:users_id, :media_id, :score, 'taste', '{}'::jsonb, now())
        """),
        {"users_id": users_id, "media_id": media_id, "score": score},
    )
