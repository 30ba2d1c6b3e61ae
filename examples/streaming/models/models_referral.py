"""Bringing in friends: invitations, referral codes, what they earn."""
import secrets

from extensions import db
from models.base import CURRENCY_LENGTH, utcnow


class ReferralCode(db.Model):
    __tablename__ = "referral_codes"

    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(db.String(50), unique=True, nullable=False)
    referrer_users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    referred_users_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    usage_limit = db.Column(db.Integer, nullable=False, default=1)
    current_uses = db.Column(db.Integer, nullable=False, default=0)
    reward_type = db.Column(db.String(20))
    reward_value = db.Column(db.Integer)
    expires_at = db.Column(db.DateTime(timezone=True))
    is_active = db.Column(db.Boolean, nullable=False, default=True)
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.func.now())
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    referrer = db.relationship("User", foreign_keys=[referrer_users_id], backref="referral_codes")
    referred = db.relationship("User", foreign_keys=[referred_users_id])

    @staticmethod
    def new_code():
        return secrets.token_hex(4).upper()

    def usable(self):
        return self.is_active and self.current_uses < self.usage_limit


class ReferralEarning(db.Model):
    """What somebody gets for having brought in somebody else."""

    __tablename__ = "users_referral_earnings"

    id = db.Column(db.Integer, primary_key=True)
    referrer_users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    referred_users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    referral_code_id = db.Column(db.Integer, db.ForeignKey("referral_codes.id"))
    earning_type = db.Column(db.String(30), nullable=False)
    amount = db.Column(db.Numeric(15, 2), nullable=False)
    currency = db.Column(db.String(CURRENCY_LENGTH), nullable=False, default="USD")
    credits_awarded = db.Column(db.Integer, nullable=False, default=0)
    reference_transaction_id = db.Column(db.Integer)
    status = db.Column(db.String(20), nullable=False, default="pending")
    paid_at = db.Column(db.DateTime(timezone=True))
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.func.now())
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)

    referral_code = db.relationship("ReferralCode", backref="earnings")
    referrer = db.relationship("User", foreign_keys=[referrer_users_id], backref="referral_earnings")
    referred = db.relationship("User", foreign_keys=[referred_users_id])


class Invitation(db.Model):
    __tablename__ = "invitations"

    PENDING = "pending"
    ACCEPTED = "accepted"

    id = db.Column(db.Integer, primary_key=True)
    inviter_users_id = db.Column(db.Integer, db.ForeignKey("users.id"), nullable=False)
    invited_email = db.Column(db.String(255), nullable=False)
    invitation_token = db.Column(db.String(255), nullable=False)
    status = db.Column(db.String(20), nullable=False, default="pending")
    expires_at = db.Column(db.DateTime(timezone=True), nullable=False)
    accepted_users_id = db.Column(db.Integer, db.ForeignKey("users.id"))
    created_at = db.Column(db.DateTime(timezone=True), server_default=db.func.now())
    updated_at = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by = db.Column(db.Integer, db.ForeignKey("users.id"))
    updated_by = db.Column(db.Integer, db.ForeignKey("users.id"))

    inviter = db.relationship("User", foreign_keys=[inviter_users_id], backref="invitations")
