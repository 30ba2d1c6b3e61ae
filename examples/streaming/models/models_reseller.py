"""Resellers: their terms, assets, settings and commissions."""
from extensions import db
from models.base import CURRENCY_LENGTH, TimestampMixin


class ResellerDetail(TimestampMixin, db.Model):
    """The terms of a reseller."""

    __tablename__ = 'resellers_details'

    id = db.Column(db.Integer, primary_key=True)
    users_id = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    users_counter = db.Column(db.Integer, nullable=False, default=0)
    users_max = db.Column(db.Integer, nullable=False, default=0)
    business_name = db.Column(db.String(255))
    tax_id = db.Column(db.String(50))
    website_url = db.Column(db.String(500))
    commission_rate = db.Column(db.Numeric(precision=5, scale=4), nullable=False)  # 0.1250 is 12.5 %
    min_payout_amount = db.Column(db.Numeric(15, 2), nullable=False)
    payout_method = db.Column(db.String(50))
    payout_details = db.Column(db.JSON(), default=dict, nullable=False)
    total_referrals = db.Column(db.Integer, nullable=False, default=0)
    total_earnings = db.Column(db.Numeric(15, 2), nullable=False)
    pending_earnings = db.Column(db.Numeric(15, 2), nullable=False)
    paid_earnings = db.Column(db.Numeric(15, 2), nullable=False)
    is_approved = db.Column(db.Boolean, nullable=False, default=False)
    approval_date = db.Column(db.DateTime(timezone=True))
    notes = db.Column(db.Text)
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))

    user = db.relationship(
        'User', foreign_keys=[users_id], backref=db.backref('reseller_detail', uselist=False),
    )

    def room_for_users(self):
        return max(self.users_max - self.users_counter, 0)


class ResellerAsset(TimestampMixin, db.Model):
    __tablename__ = 'resellers_assets'

    ASSET_TYPES = ('logo', 'banner', 'stylesheet')

    id = db.Column(db.Integer, primary_key=True)
    reseller_id = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    asset_type = db.Column(db.String(20), nullable=False)
    asset_name = db.Column(db.String(255), nullable=False)
    file_path = db.Column(db.String(500), nullable=False)
    file_size_bytes = db.Column(db.Integer)
    mime_type = db.Column(db.String(100))
    is_active = db.Column(db.Boolean, nullable=False, default=True)
    sort_order = db.Column(db.Integer, nullable=False, default=0)
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))

    reseller = db.relationship('User', foreign_keys=[reseller_id], backref='reseller_assets')


class ResellerSetting(TimestampMixin, db.Model):
    __tablename__ = 'resellers_settings'
    __table_args__ = (
        db.UniqueConstraint('reseller_id', 'setting_key', name='uq_resellers_settings_key'),
    )

    id = db.Column(db.Integer, primary_key=True)
    reseller_id = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    setting_key = db.Column(db.String(100), nullable=False)
    setting_value = db.Column(db.Text)
    setting_type = db.Column(db.String(20), nullable=False, default='string')
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))

    reseller = db.relationship('User', foreign_keys=[reseller_id], backref='reseller_settings')


class ResellerCommission(TimestampMixin, db.Model):
    """A share of what a reseller's customer has paid."""

    __tablename__ = 'resellers_commissions'

    STATUSES = ('pending', 'approved', 'paid', 'cancelled')

    id = db.Column(db.Integer, primary_key=True)
    reseller_users_id = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    customer_users_id = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    transaction_type = db.Column(db.String(50), nullable=False)
    reference_id = db.Column(db.Integer)
    commission_rate = db.Column(db.Numeric(5, 4), nullable=False)
    base_amount = db.Column(db.Numeric(15, 2), nullable=False)
    commission_amount = db.Column(db.Numeric(15, 2), nullable=False)
    currency = db.Column(db.String(CURRENCY_LENGTH), nullable=False, default='USD')
    status = db.Column(db.String(20), nullable=False, default='pending')
    notes = db.Column(db.Text)
    approved_at = db.Column(db.DateTime(timezone=True))
    paid_at = db.Column(db.DateTime(timezone=True))
    created_by = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by = db.Column(db.Integer, db.ForeignKey('users.id'))

    reseller = db.relationship('User', foreign_keys=[reseller_users_id], backref='commissions')
    customer = db.relationship('User', foreign_keys=[customer_users_id])
