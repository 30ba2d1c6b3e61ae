"""The catalogue: lists, details, ratings, history."""
from flask import Blueprint, abort, jsonify, request
from sqlalchemy import desc, func, select, text
from sqlalchemy.orm import aliased, joinedload

from extensions import db
from models import (
    Director, Episode, Genre, Media, MediaDirector, MediaGenre, MediaType, User, UserFavorite,
    UserMediaHistory, UserRating,
)

media_bp = Blueprint("media", __name__, url_prefix="/media")

POPULAR = """
    WITH recent AS (
        SELECT h.media_id, count(*) AS plays, avg(h.completion_percentage) AS completion
        FROM users_media_history h
        WHERE h.created_at > now() - CAST(:days AS integer) * interval '1 day'
        GROUP BY h.media_id
    )
    SELECT m.id, m.title, r.plays, round(r.completion, 1) AS completion,
           rank() OVER (PARTITION BY m.media_type_id ORDER BY r.plays DESC) AS place
    FROM recent r
    JOIN media m ON m.id = r.media_id
    WHERE m.is_public AND NOT m.adult
    ORDER BY r.plays DESC
    LIMIT :limit
"""


@media_bp.get("/")
def list_media():
    query = Media.query.options(joinedload(Media.media_type)).filter_by(is_public=True)
    if "type" in request.args:
        query = query.join(MediaType).filter(MediaType.code == request.args["type"])
    if "genre" in request.args:
        query = (
            query.join(MediaGenre, MediaGenre.media_id == Media.id)
            .join(Genre, Genre.id == MediaGenre.genre_id)
            .filter(Genre.name == request.args["genre"])
        )
    page = query.order_by(Media.title_for_sorting, Media.title).limit(50)
    return jsonify([medium.to_dict() for medium in page])


@media_bp.get("/<int:media_id>")
def show_media(media_id):
    medium = db.session.get(Media, media_id) or abort(404)
    episodes = Episode.query.filter_by(media_id=media_id).order_by(
        Episode.season_number, Episode.episode_number
    )
    return jsonify(medium.to_dict() | {"episodes": [episode.code for episode in episodes]})


@media_bp.get("/by-owner/<username>")
def media_of_owner(username):
    rows = (
        db.session.query(Media.id, Media.title)
        .join(User, User.id == Media.owner_user_id)
        .filter(User.username == username)
        .order_by(desc(Media.added_date))
    )
    return jsonify([{"id": row.id, "title": row.title} for row in rows])


@media_bp.get("/popular")
def popular():
    rows = db.session.execute(text(POPULAR), {"days": 7, "limit": 20})
    return jsonify([dict(row._mapping) for row in rows])


@media_bp.get("/<int:media_id>/cast")
def cast_of(media_id):
    sql = """
        SELECT c.name, mc.character_name
        FROM media_cast mc
        JOIN performers c ON c.id = mc.performer_id
        WHERE mc.media_id = :media_id
    """
    return jsonify([tuple(row) for row in db.session.execute(text(sql), {"media_id": media_id})])


@media_bp.post("/<int:media_id>/rating")
def rate(media_id):
    data = request.get_json()
    rating = UserRating.query.filter_by(users_id=data["users_id"], media_id=media_id).first()
    if rating is None:
        rating = UserRating(users_id=data["users_id"], media_id=media_id, user_score=data["score"])
        db.session.add(rating)
    rating.user_score = data["score"]
    rating.review_text = data.get("review")
    db.session.commit()
    return jsonify(score=rating.user_score)


@media_bp.get("/<int:media_id>/rating")
def mean_rating(media_id):
    row = db.session.execute(
        text(
            "SELECT avg(rating) AS mean, count(*) FROM users_ratings"
            " WHERE media_id = :media_id AND is_public"
        ),
        {"media_id": media_id},
    ).one()
    return jsonify(mean=row[0], count=row[1])


@media_bp.get("/<int:media_id>/top-ratings")
def top_ratings(media_id):
    best = UserRating.query.filter_by(media_id=media_id, rating=10).limit(5)
    return jsonify([rating.review_text for rating in best])


@media_bp.get("/directors/<int:director_id>")
def by_director(director_id):
    statement = (
        select(Director.name, func.count(MediaDirector.media_id).label("titles"))
        .join(MediaDirector, MediaDirector.director_id == Director.id)
        .where(Director.id == director_id)
        .group_by(Director.name)
    )
    return jsonify([tuple(row) for row in db.session.execute(statement)])


@media_bp.get("/similar/<int:media_id>")
def similar(media_id):
    mine, theirs = aliased(MediaGenre), aliased(MediaGenre)
    statement = (
        select(theirs.media_id, func.count().label("shared"))
        .join(mine, mine.genre_id == theirs.genre_id)
        .where(mine.media_id == media_id, theirs.media_id != media_id)
        .group_by(theirs.media_id)
        .order_by(desc("shared"))
    )
    return jsonify([row.media_id for row in db.session.execute(statement)])


@media_bp.get("/history/<int:users_id>")
def history(users_id):
    entries = (
        UserMediaHistory.query.filter_by(users_id=users_id)
        .order_by(UserMediaHistory.created_at.desc())
        .limit(100)
    )
    return jsonify([{"media_id": entry.media_id, "done": entry.is_finished} for entry in entries])


@media_bp.post("/<int:media_id>/favorite")
def add_favorite(media_id):
    users_id = request.get_json()["users_id"]
    favorite = UserFavorite(users_id=users_id, media_id=media_id, favorite_type="watchlist")
    db.session.add(favorite)
    db.session.commit()
    return "", 201
