"""Money: credits, payments, subscriptions, transfers."""
from decimal import Decimal

from extensions import db
from models.base import CURRENCY_LENGTH, MONEY, utcnow


class CreditPackage(db.Model):
    """So many credits for so much money."""
    __tablename__ = 'credit_packages'

    id            = db.Column(db.Integer, primary_key=True)
    name          = db.Column(db.String(100), nullable=False)
    description   = db.Column(db.Text)
    credit_amount = db.Column(db.Integer, nullable=False)
    price_amount  = db.Column(MONEY, nullable=False)
    currency      = db.Column(db.String(CURRENCY_LENGTH), nullable=False, default='USD')
    bonus_credits = db.Column(db.Integer, nullable=False, default=0)
    is_active     = db.Column(db.Boolean, nullable=False, default=True)
    sort_order    = db.Column(db.Integer, nullable=False, default=0)
    created_at    = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at    = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by    = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by    = db.Column(db.Integer, db.ForeignKey('users.id'))

    @property
    def total_credits(self):
        return self.credit_amount + self.bonus_credits


class CreditTransaction(db.Model):
    __tablename__ = 'credit_transactions'

    id               = db.Column(db.Integer, primary_key=True)
    users_id         = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    transaction_type = db.Column(db.String(20), nullable=False)
    amount           = db.Column(db.Integer, nullable=False)
    balance_before   = db.Column(db.Integer, nullable=False)
    balance_after    = db.Column(db.Integer, nullable=False)
    description      = db.Column(db.Text)
    reference_type   = db.Column(db.String(50))
    reference_id     = db.Column(db.Integer)
    payment_id       = db.Column(db.Integer, db.ForeignKey('payments.id'))
    created_at       = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at       = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by       = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by       = db.Column(db.Integer, db.ForeignKey('users.id'))

    user    = db.relationship('User', foreign_keys=[users_id], backref='credit_transactions')
    payment = db.relationship('Payment', backref='credit_transactions')


class PaymentMethod(db.Model):
    __tablename__ = 'payment_methods'

    id            = db.Column(db.Integer, primary_key=True)
    code          = db.Column(db.String(50), nullable=False)
    name          = db.Column(db.String(100), nullable=False)
    description   = db.Column(db.Text)
    is_active     = db.Column(db.Boolean, nullable=False, default=True)
    configuration = db.Column(db.JSON, nullable=False, default=dict)
    created_at    = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at    = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by    = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by    = db.Column(db.Integer, db.ForeignKey('users.id'))


class Payment(db.Model):
    """One payment through one method, for credits or for a subscription."""
    __tablename__  = 'payments'
    __table_args__ = (db.CheckConstraint('amount >= 0', name='ck_payments_amount'),)

    PENDING, COMPLETED, FAILED, REFUNDED = 'pending', 'completed', 'failed', 'refunded'

    id                      = db.Column(db.Integer, primary_key=True)
    users_id                = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    payment_method_id       = db.Column(db.Integer, db.ForeignKey('payment_methods.id'), nullable=False)
    credit_package_id       = db.Column(db.Integer, db.ForeignKey('credit_packages.id'))
    subscription_id         = db.Column(db.Integer, db.ForeignKey('subscriptions.id'))
    payment_status          = db.Column(db.String(20), nullable=False, default='pending')
    amount                  = db.Column(MONEY, nullable=False)
    currency                = db.Column(db.String(CURRENCY_LENGTH), nullable=False, default='USD')
    credits_purchased       = db.Column(db.Integer)
    external_transaction_id = db.Column(db.String(255))
    gateway_response        = db.Column(db.JSON, nullable=False, default=dict)
    processed_at            = db.Column(db.DateTime(timezone=True))
    failed_reason           = db.Column(db.Text)
    created_at              = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at              = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by              = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by              = db.Column(db.Integer, db.ForeignKey('users.id'))

    user           = db.relationship('User', foreign_keys=[users_id], backref='payments')
    payment_method = db.relationship('PaymentMethod', backref='payments')
    credit_package = db.relationship('CreditPackage')
    subscription   = db.relationship('Subscription', backref='payments')

    def complete(self, transaction_id, response):
        self.payment_status          = self.COMPLETED
        self.external_transaction_id = transaction_id
        self.gateway_response        = response
        self.processed_at            = utcnow()


class SubscriptionPlan(db.Model):
    __tablename__ = 'subscriptions_plans'

    id             = db.Column(db.Integer, primary_key=True)
    name           = db.Column(db.String(100), nullable=False)
    description    = db.Column(db.Text)
    price          = db.Column(MONEY, nullable=False)
    currency       = db.Column(db.String(CURRENCY_LENGTH), nullable=False, default='USD')
    duration_days  = db.Column(db.Integer, nullable=False)
    max_storage_mb = db.Column(db.Integer)
    max_uploads    = db.Column(db.Integer)
    features       = db.Column(db.JSON, nullable=False, default=dict)
    is_active      = db.Column(db.Boolean, nullable=False, default=True)
    sort_order     = db.Column(db.Integer, nullable=False, default=0)
    created_at     = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at     = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by     = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by     = db.Column(db.Integer, db.ForeignKey('users.id'))

    @property
    def price_per_day(self):
        return Decimal(self.price) / self.duration_days


class Subscription(db.Model):
    __tablename__ = 'subscriptions'

    id                    = db.Column(db.Integer, primary_key=True)
    users_id              = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    subscriptions_plan_id = db.Column(
        db.Integer,
        db.ForeignKey('subscriptions_plans.id'),
        nullable=False,
    )
    start_date            = db.Column(db.DateTime(timezone=True), nullable=False)
    end_date              = db.Column(db.DateTime(timezone=True), nullable=False)
    status                = db.Column(db.String(20), nullable=False, default='active')
    auto_renew            = db.Column(db.Boolean, nullable=False, default=True)
    created_at            = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at            = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by            = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by            = db.Column(db.Integer, db.ForeignKey('users.id'))

    user    = db.relationship('User', foreign_keys=[users_id], backref='subscriptions')
    plan    = db.relationship('SubscriptionPlan', backref='subscriptions')
    history = db.relationship('SubscriptionHistory', back_populates='subscription')

    def is_current(self, now=None):
        return self.status == 'active' and self.end_date > (now or utcnow())


class SubscriptionHistory(db.Model):
    """Every change of a subscription; rows are only ever added."""
    __tablename__ = 'subscriptions_history'

    id                    = db.Column(db.Integer, primary_key=True)
    subscription_id       = db.Column(db.Integer, db.ForeignKey('subscriptions.id'), nullable=False)
    users_id              = db.Column(db.Integer, db.ForeignKey('users.id'), nullable=False)
    subscriptions_plan_id = db.Column(
        db.Integer,
        db.ForeignKey('subscriptions_plans.id'),
        nullable=False,
    )
    action_type           = db.Column(db.String(20), nullable=False)
    old_status            = db.Column(db.String(20))
    new_status            = db.Column(db.String(20))
    old_end_date          = db.Column(db.DateTime(timezone=True))
    new_end_date          = db.Column(db.DateTime(timezone=True))
    reason                = db.Column(db.Text)
    created_at            = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    created_by            = db.Column(db.Integer, db.ForeignKey('users.id'))

    subscription = db.relationship('Subscription', back_populates='history')


class TransactionType(db.Model):
    __tablename__ = 'transactions_types'

    id          = db.Column(db.Integer, primary_key=True)
    code        = db.Column(db.String(50), nullable=False)
    name        = db.Column(db.String(100), nullable=False)
    description = db.Column(db.Text)
    created_at  = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at  = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by  = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by  = db.Column(db.Integer, db.ForeignKey('users.id'))


class Transaction(db.Model):
    """Money that goes from one account to another."""
    __tablename__ = 'transactions'

    id                      = db.Column(db.Integer, primary_key=True)
    sender_users_id         = db.Column(db.Integer, db.ForeignKey('users.id'))
    receiver_users_id       = db.Column(db.Integer, db.ForeignKey('users.id'))
    transactions_type_id    = db.Column(
        db.Integer,
        db.ForeignKey('transactions_types.id'),
        nullable=False,
    )
    amount                  = db.Column(MONEY, nullable=False)
    currency                = db.Column(db.String(CURRENCY_LENGTH), nullable=False, default='USD')
    payment_method_id       = db.Column(db.Integer, db.ForeignKey('payment_methods.id'))
    status                  = db.Column(db.String(20), nullable=False, default='pending')
    external_transaction_id = db.Column(db.String(255))
    notes                   = db.Column(db.Text)
    created_at              = db.Column(db.DateTime(timezone=True), server_default=db.text('now()'))
    updated_at              = db.Column(db.DateTime(timezone=True), onupdate=utcnow)
    created_by              = db.Column(db.Integer, db.ForeignKey('users.id'))
    updated_by              = db.Column(db.Integer, db.ForeignKey('users.id'))

    sender           = db.relationship('User', foreign_keys=[sender_users_id], backref='transfers_out')
    receiver         = db.relationship('User', foreign_keys=[receiver_users_id], backref='transfers_in')
    transaction_type = db.relationship('TransactionType')
