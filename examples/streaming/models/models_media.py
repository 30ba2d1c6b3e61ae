"""The catalogue: media with their files, people, genres and categories."""
import os

from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from extensions import db
from models.base import utcnow


class MediaType(db.Model):
    __tablename__ = 'media_types'

    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(db.String(50), unique=True, nullable=False)
    name = db.Column(db.String(100), nullable=False)
    description = db.Column(db.Text)
    allowed_extensions = db.Column(ARRAY(db.String))
    max_file_size_mb = db.Column(db.Integer)
    requires_processing = db.Column(db.Boolean, default=False)
    credit_cost = db.Column(db.Integer, default=1)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    codes_imdb = db.Column(db.String)

    def accepts(self, filename):
        extension = os.path.splitext(filename)[1].lstrip('.').lower()
        return not self.allowed_extensions or extension in self.allowed_extensions


class Media(db.Model):
    """A film, a series or a clip, with what we know of it from the outside catalogues."""
    __tablename__ = 'media'
    __table_args__ = (db.Index('ix_media_title', 'title'),)

    id = db.Column(db.Integer, primary_key=True)
    users_id = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    media_type_id = db.Column(db.Integer, db.ForeignKey('media_types.id'), nullable=False)
    title = db.Column(db.String, nullable=False)
    description = db.Column(db.Text)

    # what the outside catalogues say
    imdb_id = db.Column(db.String, index=True)
    imdb_rating = db.Column(db.Numeric)
    tmdb_id = db.Column(db.Integer)
    tmdb_rating = db.Column(db.Numeric)
    tmdb_media_type = db.Column(db.String)
    tvdb_id = db.Column(db.Integer)
    tvdb_rating = db.Column(db.Numeric)
    other_id = db.Column(db.Integer)
    other_rating = db.Column(db.Numeric)
    user_score = db.Column(db.Numeric)  # the mean of users_ratings, kept by a nightly job

    # the stored file
    resolution = db.Column(db.String)
    filename_original = db.Column(db.String, nullable=False)
    filename_stored = db.Column(db.String, nullable=False)
    file_path = db.Column(db.String, nullable=False)
    file_size_bytes = db.Column(db.BigInteger, nullable=False)
    mime_type = db.Column(db.String, nullable=False)
    file_hash = db.Column(db.String)
    thumbnail_path = db.Column(db.String)
    preview_path = db.Column(db.String)
    # `metadata` is taken by SQLAlchemy itself, hence the underscore
    metadata_ = db.Column(JSONB, default=dict)
    tags = db.Column(db.String)

    is_public = db.Column(db.Boolean, default=True)
    is_featured = db.Column(db.Boolean, default=False)
    is_processed = db.Column(db.Boolean, default=False)
    processing_status = db.Column(
        db.String,
        default='pending',  # pending, running, done, failed
    )
    download_count = db.Column(db.Integer, default=0)
    view_count = db.Column(db.Integer, default=0)
    like_count = db.Column(db.Integer, default=0)
    credit_cost = db.Column(db.Integer, default=0)
    expires_at = db.Column(db.DateTime())
    added_date = db.Column(db.DateTime)
    backdrop_path = db.Column(db.String)
    content_id = db.Column(db.Integer)
    content_type = db.Column(db.String(), nullable=False)
    last_episode_air_date = db.Column(db.DateTime)
    name = db.Column(db.String)
    original_language = db.Column(db.String, nullable=False)
    original_name = db.Column(db.String)
    overview = db.Column(db.Text)
    release_date = db.Column(db.DateTime())
    runtime = db.Column(db.Integer)
    status = db.Column(db.String)
    still_path = db.Column(db.String)
    tagline = db.Column(db.String)
    total_episodes = db.Column(db.Integer)
    total_seasons = db.Column(db.Integer)
    trailer_id = db.Column(db.String)
    vote_average = db.Column(db.Float)
    vote_count = db.Column(db.Integer)
    trailer_url = db.Column(db.String)
    video_trailer_file_id = db.Column(
        db.Integer,
        db.ForeignKey('files.id', use_alter=True, name='media_video_trailer_file_id_fkey'),
    )
    genre = db.Column(db.String)
    adult = db.Column(db.Boolean, default=False)
    min_age = db.Column(db.Integer, default=0)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    title_alternate = db.Column(db.String)
    title_for_sorting = db.Column(db.String)

    owner = db.relationship('User', foreign_keys=[users_id], back_populates='media_items')
    media_type = db.relationship('MediaType', backref='media')
    episodes = db.relationship('Episode', back_populates='media', order_by='Episode.season_number')
    files = db.relationship('File', foreign_keys='File.media_id', back_populates='media')
    trailer = db.relationship('File', foreign_keys=[video_trailer_file_id], post_update=True)
    genres = db.relationship('Genre', secondary='media_genres', backref='media', viewonly=True)
    directors = db.relationship('Director', secondary='media_directors', backref='media', viewonly=True)
    performers = db.relationship(
        'Performer',
        secondary='media_performers',
        primaryjoin='Media.id == foreign(MediaPerformer.media_id)',
        secondaryjoin='Performer.id == foreign(MediaPerformer.performer_id)',
        backref='media',
        viewonly=True,
    )

    @property
    def best_rating(self):
        """IMDb's rating if there is one, else TMDB's, else our own."""
        for value in (self.imdb_rating, self.tmdb_rating, self.user_score):
            if value is not None:
                return float(value)
        return None

    def to_dict(self):
        return {
            'id': self.id,
            'title': self.title,
            'type': self.media_type.code if self.media_type else None,
            'rating': self.best_rating,
            'adult': bool(self.adult),
            'metadata': self.metadata_ or {},
        }

    def __repr__(self):
        return '<Media %s %r>' % (self.id, self.title)


class Episode(db.Model):
    __tablename__ = 'episodes'

    id = db.Column(db.Integer, primary_key=True)
    media_id = db.Column(db.Integer, db.ForeignKey('media.id'), nullable=False, index=True)
    episode_number = db.Column(db.Integer, nullable=False)
    name = db.Column(db.String(255), nullable=False)
    overview = db.Column(db.Text)
    season_number = db.Column(db.Integer, nullable=False)
    still_path = db.Column(db.String(255))
    air_date = db.Column(db.DateTime)
    vote_average = db.Column(db.Float)
    vote_count = db.Column(db.Integer)
    user_score = db.Column(db.String(255))
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer)
    updated_by = db.Column(db.Integer)

    media = db.relationship('Media', back_populates='episodes')
    files = db.relationship('File', back_populates='episode')

    @property
    def code(self):
        return f'S{self.season_number:02d}E{self.episode_number:02d}'


class File(db.Model):
    """A stored file of a medium or an episode."""
    __tablename__ = 'files'

    id = db.Column(db.Integer, primary_key=True)
    media_id = db.Column(db.Integer, db.ForeignKey('media.id'), index=True)
    episode_id = db.Column(db.Integer, db.ForeignKey('episodes.id'))
    path = db.Column(db.String(500), nullable=False)
    file_size = db.Column(db.BigInteger)
    label = db.Column(db.String(255))
    original_filename = db.Column(db.String(500), nullable=False)
    content_type = db.Column(db.String(255), nullable=False)
    external_id = db.Column(db.String(255))
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer)
    updated_by = db.Column(db.Integer)

    media = db.relationship('Media', foreign_keys=[media_id], back_populates='files')
    episode = db.relationship('Episode', back_populates='files')


class Genre(db.Model):
    __tablename__ = 'genres'

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(100), nullable=False)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))


class Language(db.Model):
    __tablename__ = 'languages'

    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(db.String(10), nullable=False)
    name = db.Column(db.String(100), nullable=False)
    native_name = db.Column(db.String(50))
    is_active = db.Column(db.Boolean, default=True)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))


class Director(db.Model):
    __tablename__ = 'directors'

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String, nullable=False)
    description = db.Column(db.Text)
    profile_path = db.Column(db.String)
    tmdb_id = db.Column(db.Integer)
    imdb_id = db.Column(db.String)
    gender = db.Column(db.Integer)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer)
    updated_by = db.Column(db.Integer)


class Performer(db.Model):
    __tablename__ = 'performers'

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String, nullable=False)
    imdb_cast_id = db.Column(db.String)
    profile_path = db.Column(db.String)
    tmdb_id = db.Column(db.Integer)
    gender = db.Column(db.Integer)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer)
    updated_by = db.Column(db.Integer)


class MediaCategory(db.Model):
    """A shelf of the catalogue; shelves nest."""
    __tablename__ = 'media_categories'

    id = db.Column(db.Integer, primary_key=True)
    parent_id = db.Column(db.Integer, db.ForeignKey('media_categories.id'))
    name = db.Column(db.String(100), nullable=False)
    slug = db.Column(db.String(100), nullable=False)
    description = db.Column(db.Text)
    is_active = db.Column(db.Boolean, default=True)
    sort_order = db.Column(db.Integer, default=0)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))

    parent = db.relationship('MediaCategory', remote_side=[id], backref='children')


class MediaCategoryAssignment(db.Model):
    __tablename__ = 'media_categories_assignments'

    id = db.Column(db.Integer, primary_key=True)
    media_id = db.Column(db.Integer, db.ForeignKey('media.id'), nullable=False)
    category_id = db.Column(db.Integer, db.ForeignKey('media_categories.id'), nullable=False)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    created_by = db.Column(db.Integer)

    media = db.relationship('Media', backref='category_assignments')
    category = db.relationship('MediaCategory', backref='assignments')


class MediaGenre(db.Model):
    __tablename__ = 'media_genres'
    __table_args__ = (
        db.UniqueConstraint('media_id', 'genre_id', name='uq_media_genres_media_id_genre_id'),
    )

    id = db.Column(db.Integer, primary_key=True)
    media_id = db.Column(db.Integer, db.ForeignKey('media.id'), nullable=False)
    genre_id = db.Column(db.Integer, db.ForeignKey('genres.id'), nullable=False)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    created_by = db.Column(db.Integer)


class MediaDirector(db.Model):
    __tablename__ = 'media_directors'

    id = db.Column(db.Integer, primary_key=True)
    media_id = db.Column(db.Integer, db.ForeignKey('media.id'), nullable=False)
    director_id = db.Column(db.Integer, db.ForeignKey('directors.id'), nullable=False)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))


class MediaPerformer(db.Model):
    """Who plays whom."""
    __tablename__ = 'media_performers'

    id = db.Column(db.Integer, primary_key=True)
    media_id = db.Column(db.Integer, db.ForeignKey('media.id'), nullable=False)
    performer_id = db.Column(db.Integer, db.ForeignKey('performers.id'), nullable=False)
    character_name = db.Column(db.String)
    gender = db.Column(db.Integer)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), default=utcnow, onupdate=utcnow)
    created_by = db.Column(db.Integer)
    updated_by = db.Column(db.Integer)


class MediaIgnore(db.Model):
    """What the importer shall never bring in again."""
    __tablename__ = 'media_ignore'

    id = db.Column(db.Integer, primary_key=True)
    imdb_id = db.Column(db.String, nullable=False)
    media_id = db.Column(db.Integer)
    other_id = db.Column(db.String)
    created_at = db.Column(db.DateTime, default=utcnow)
    updated_at = db.Column(db.DateTime, onupdate=utcnow)
    created_by = db.Column(db.Integer)
    updated_by = db.Column(db.Integer)


class MediaQualityLevel(db.Model):
    __tablename__ = 'media_quality_levels'

    id = db.Column(db.Integer, primary_key=True)
    media_id = db.Column(db.Integer, db.ForeignKey('media.id'), nullable=False)
    quality_name = db.Column(db.String(50), nullable=False)
    file_path = db.Column(db.String(1000), nullable=False)
    file_size_bytes = db.Column(db.BigInteger)
    bitrate_kbps = db.Column(db.Integer)
    resolution_width = db.Column(db.Integer)
    resolution_height = db.Column(db.Integer)
    codec = db.Column(db.String(50))
    is_default = db.Column(db.Boolean, default=False)
    processing_status = db.Column(db.String(20), default='pending')
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)

    media = db.relationship('Media', backref=db.backref('quality_levels', lazy='dynamic'))


class MediaSubtitle(db.Model):
    __tablename__ = 'media_subtitles'

    id = db.Column(db.Integer, primary_key=True)
    media_id = db.Column(db.Integer, db.ForeignKey('media.id'), nullable=False)
    language_id = db.Column(db.Integer, db.ForeignKey('languages.id'), nullable=False)
    file_path = db.Column(db.String(1000))
    file_size_bytes = db.Column(db.Integer)
    mime_type = db.Column(db.String(100))
    is_default = db.Column(db.Boolean, default=False)
    created_at = db.Column(db.DateTime(timezone=True), default=utcnow)
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer)
    updated_by = db.Column(db.Integer)

    media = db.relationship('Media', backref='subtitles')
    language = db.relationship('Language')
