"""Bringing media in from IMDb."""
from sqlalchemy import text

from extensions import db
from models import Media, MediaIgnore, MediaPerformer, MediaType, Performer


def is_ignored(imdb_id):
    return db.session.query(MediaIgnore.id).filter(MediaIgnore.imdb_id == imdb_id).first() is not None


def imdb_details(media_obj: Media):
    """What the last import has left for us."""
    stored = getattr(media_obj, 'media_metadata', None) or {}
    return stored.get('imdb', {})


def create_media(title, owner, path, details):
    media_type = MediaType.query.filter_by(code=details.get('type', 'movie')).one()
    return Media(
        owner=owner,
        media_type=media_type,
        title=title['title'],
        imdb_id=title['imdb_id'],
        imdb_rating=title.get('rating'),
        media_metadata={'imdb': details},
        filename_original=path.name,
        filename_stored=path.name,
        file_path=str(path),
        file_size_bytes=path.stat().st_size,
        mime_type='video/mp4',
        content_type='movie',
        original_language=details.get('language', 'en'),
    )


def link_performer(media_obj, name, character):
    performer = Performer.query.filter_by(name=name).first()
    if performer is None:
        performer = Performer(name=name)
        db.session.add(performer)
        db.session.flush()
    db.session.add(MediaPerformer(
        media_id=media_obj.id, performer_id=performer.id, character_name=character,
    ))


def stale_titles(days):
    """IMDb ids whose rating was not looked at for that many days."""
    query = (
        "SELECT imdb_id FROM media WHERE imdb_id IS NOT NULL"
        " AND coalesce(updated_at, created_at) < now() - make_interval(days => CAST(:days AS integer))"
    )
    return [row.imdb_id for row in db.session.execute(text(query), {"days": days})]


def refresh_ratings(ratings):
    for imdb_id, value in ratings.items():
        db.session.execute(
            text("UPDATE media SET imdb_rating = :value, updated_at = now() WHERE imdb_id = :imdb_id"),
            {"value": value, "imdb_id": imdb_id},
        )
    db.session.commit()
