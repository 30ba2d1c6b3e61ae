"""Accounts: who somebody is, how they sign in, what they like, what they have put on a list."""
import secrets

from werkzeug.security import check_password_hash, generate_password_hash

from extensions import db
from models.base import utcnow

USER_SCORE_LIMITS = ("G", "PG", "PG-13", "R", "NC-17")
LOCKOUT_AFTER = 5


class User(db.Model):
    """Somebody with an account: administrator, reseller or viewer (see UserType)."""

    __tablename__ = "users"
    __table_args__ = (
        db.CheckConstraint("credit_balance >= 0", name="ck_users_credit_balance"),
    )

    id = db.Column(db.Integer, primary_key=True)
    users_type_id = db.Column(db.Integer, db.ForeignKey("users_types.id"), nullable=False)
    parent_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    referred_by_users_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    payee_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    username = db.Column(db.String(100), unique=True, nullable=False)
    email = db.Column(db.String(255), unique=True, nullable=False)
    pw_hashed = db.Column(db.String(255), nullable=False)
    name_first = db.Column(db.String(100), nullable=True)
    name_last = db.Column(db.String(100), nullable=True)
    name_display = db.Column(db.String(150), nullable=True)
    phone = db.Column(db.String(20), nullable=True)

    # where
    address_1 = db.Column(db.String(255), nullable=True)
    address_2 = db.Column(db.String(255), nullable=True)
    city = db.Column(db.String(100), nullable=True)
    state = db.Column(db.String(100), nullable=True)
    postal_zip = db.Column(db.String(20), nullable=True)
    country = db.Column(db.String(100), nullable=True)

    about_users = db.Column(db.Text, nullable=True)
    avatar_url = db.Column(db.String(500), nullable=True)
    user_score_limit = db.Column(db.String(10), nullable=True)
    credit_balance = db.Column(db.Integer, nullable=False, default=0)
    total_storage_used_mb = db.Column(db.Integer, nullable=False, default=0)

    # state
    is_active = db.Column(db.Boolean, nullable=False, default=True)
    is_verified = db.Column(db.Boolean, nullable=False, default=False)
    is_verified_email = db.Column(db.Boolean, nullable=False, default=False)
    is_verified_phone = db.Column(db.Boolean, nullable=False, default=False)
    preferences = db.Column(
        db.JSON,
        nullable=False,
        default=dict,
    )
    new_episode_notification = db.Column(db.Boolean, nullable=False, default=True)
    notification_settings = db.Column(db.JSON, nullable=False, default=dict)
    timezone = db.Column(db.String(50), nullable=True)
    language_preference = db.Column(db.String(10), nullable=True)
    last_login_at = db.Column(db.DateTime(timezone=True))
    failed_login_attempts = db.Column(db.Integer, nullable=False, default=0)
    is_locked_out = db.Column(db.Boolean, nullable=False, default=False)
    lockout_until = db.Column(db.DateTime(timezone=True), nullable=True)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    password_reset_token = db.Column(db.String(255), nullable=True)
    password_reset_expiration = db.Column(db.DateTime(timezone=True), nullable=True)

    user_type = db.relationship("UserType", foreign_keys=[users_type_id], backref="users")
    parent = db.relationship("User", foreign_keys=[parent_id], remote_side=[id], backref="children")
    sessions = db.relationship("UserSession", back_populates="user", cascade="all, delete-orphan")
    devices = db.relationship("UserDevice", back_populates="user")
    playlists = db.relationship("Playlist", back_populates="owner", foreign_keys="Playlist.users_id")
    media_items = db.relationship("Media", back_populates="owner", foreign_keys="Media.users_id")
    ratings = db.relationship("UserRating", back_populates="user", lazy="dynamic")

    def set_password(self, password):
        self.pw_hashed = generate_password_hash(password)

    def check_password(self, password):
        return check_password_hash(self.pw_hashed, password)

    @property
    def display_name(self):
        """The name to show: the chosen one, else first and last name, else the user name."""
        if self.name_display:
            return self.name_display
        full = " ".join(part for part in (self.name_first, self.name_last) if part)
        return full or self.username

    def register_failed_login(self):
        self.failed_login_attempts = (self.failed_login_attempts or 0) + 1
        if self.failed_login_attempts >= LOCKOUT_AFTER:
            self.is_locked_out = True

    def to_dict(self):
        return {
            "id": self.id,
            "username": self.username,
            "name": self.display_name,
            "credit_balance": self.credit_balance,
            "is_active": self.is_active,
        }

    def __repr__(self):
        return f"<User {self.username}>"


class UserType(db.Model):
    """A role with its limits."""

    __tablename__ = "users_types"

    ADMIN = "admin"
    RESELLER = "reseller"
    VIEWER = "viewer"

    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(db.String(50), unique=True, nullable=False)
    name = db.Column(db.String(255), nullable=False)
    description = db.Column(db.Text, nullable=True)
    max_uploads = db.Column(db.Integer, nullable=False, default=10)
    max_storage_mb = db.Column(db.Integer, nullable=False, default=1000)
    can_resell = db.Column(db.Boolean, nullable=False, default=False)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(
        db.Integer,
        db.ForeignKey("users.id", use_alter=True, name="users_types_created_by_fkey"),
    )
    updated_by = db.Column(
        db.Integer,
        db.ForeignKey("users.id", use_alter=True, name="users_types_updated_by_fkey"),
    )


class UserSession(db.Model):
    """One signed-in browser or app."""

    __tablename__ = "users_sessions"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    session_token = db.Column(db.String(255), nullable=False)
    ip_address = db.Column(db.String(45), nullable=True)
    user_agent = db.Column(db.Text, nullable=True)
    last_activity = db.Column(db.DateTime(timezone=True))
    expires_at = db.Column(db.DateTime(timezone=True), nullable=False)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))

    user = db.relationship("User", back_populates="sessions")

    @classmethod
    def issue(cls, user, lifetime):
        return cls(user=user, session_token=secrets.token_urlsafe(32), expires_at=utcnow() + lifetime)

    def touch(self):
        self.last_activity = utcnow()


class UserDevice(db.Model):
    __tablename__ = "users_devices"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    device_fingerprint = db.Column(db.String(255), nullable=False)
    device_name = db.Column(db.String(255), nullable=True)
    device_type = db.Column(db.String(50), nullable=True)
    is_trusted = db.Column(db.Boolean, nullable=False, default=False)
    is_blocked = db.Column(db.Boolean, nullable=False, default=False)
    login_count = db.Column(db.Integer, nullable=False, default=0)
    last_active = db.Column(db.DateTime(timezone=True))
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))

    user = db.relationship("User", back_populates="devices")

    def seen(self):
        self.login_count = (self.login_count or 0) + 1
        self.last_active = utcnow()


class ApiKey(db.Model):
    __tablename__ = "api_keys"

    id = db.Column(db.Integer, primary_key=True)
    users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    key_name = db.Column(db.String(100), nullable=False)
    api_key = db.Column(db.String(255), unique=True, nullable=False)
    api_secret = db.Column(db.String(255), nullable=True)
    permissions = db.Column(db.JSON, nullable=False, default=dict)
    rate_limit_per_hour = db.Column(db.Integer, nullable=False, default=1000)
    is_active = db.Column(db.Boolean, nullable=False, default=True)
    last_used_at = db.Column(db.DateTime(timezone=True))
    expires_at = db.Column(db.DateTime(timezone=True))
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    owner = db.relationship("User", foreign_keys=[users_id], backref="api_keys")

    def allows(self, permission):
        return self.is_active and bool(self.permissions.get(permission))


class UserFaveDirector(db.Model):
    """A director whom a user likes; the weight feeds the recommendations."""

    __tablename__ = "users_faves_directors"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    director_id = db.Column(db.Integer, db.ForeignKey("directors.id"))
    weight = db.Column(db.Integer, nullable=True)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    director = db.relationship("Director")
    user = db.relationship("User", foreign_keys=[user_id])


class UserFaveGenre(db.Model):
    __tablename__ = "users_faves_genres"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    genre_id = db.Column(db.Integer, db.ForeignKey("genres.id"), nullable=False)
    weight = db.Column(db.Integer, nullable=True)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    genre = db.relationship("Genre")
    user = db.relationship("User", foreign_keys=[user_id])


class UserFavePerformer(db.Model):
    __tablename__ = "users_faves_performers"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    performer_id = db.Column(db.Integer, db.ForeignKey("performers.id"))
    weight = db.Column(db.Integer, nullable=True)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    performer = db.relationship("Performer")
    user = db.relationship("User", foreign_keys=[user_id])


class Playlist(db.Model):
    """An ordered list of media that a user has made."""

    __tablename__ = "playlists"

    id = db.Column(db.Integer, primary_key=True)
    users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    name = db.Column(db.String(255), nullable=False)
    description = db.Column(db.Text, nullable=True)
    is_public = db.Column(db.Boolean, nullable=False, default=True)
    thumbnail_url = db.Column(db.String(1000), nullable=True)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.text("now()"))
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    owner = db.relationship("User", foreign_keys=[users_id], back_populates="playlists")
    items = db.relationship(
        "PlaylistItem",
        back_populates="playlist",
        order_by="PlaylistItem.sort_order",
        cascade="all, delete-orphan",
    )


class PlaylistItem(db.Model):
    __tablename__ = "playlists_media_items"

    id = db.Column(db.Integer, primary_key=True)
    playlist_id = db.Column(db.Integer, db.ForeignKey("playlists.id"), nullable=False)
    media_id = db.Column(db.Integer, db.ForeignKey("media.id"), nullable=False)
    sort_order = db.Column(db.Integer, nullable=False, default=0)
    added_at = db.Column(db.DateTime(timezone=True))
    added_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    playlist = db.relationship("Playlist", back_populates="items")
    media = db.relationship("Media")
