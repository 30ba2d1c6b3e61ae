"""Buying credits and subscriptions."""
from datetime import timedelta

from flask import Blueprint, abort, jsonify, request
from sqlalchemy import func, text

from extensions import db
from models import (
    CreditPackage, CreditTransaction, Payment, PaymentMethod, Subscription, SubscriptionHistory,
    SubscriptionPlan, User,
)
from models.base import utcnow

payments_bp = Blueprint("payments", __name__, url_prefix="/payments")


@payments_bp.get("/packages")
def packages():
    active = CreditPackage.query.filter_by(is_active=True).order_by(CreditPackage.sort_order)
    return jsonify([{"id": p.id, "name": p.name, "credits": p.total_credits} for p in active])


@payments_bp.post("/credits")
def buy_credits():
    data = request.get_json()
    package = db.session.get(CreditPackage, data["package_id"]) or abort(404)
    method = PaymentMethod.query.filter_by(code=data["method"], is_active=True).one()
    user = db.session.get(User, data["users_id"])
    payment = Payment(
        user=user,
        payment_method=method,
        credit_package=package,
        amount=package.price_amount,
        currency=package.currency,
        credits_purchased=package.total_credits,
    )
    db.session.add(payment)
    before = user.credit_balance
    user.credit_balance = before + package.total_credits
    db.session.add(CreditTransaction(
        user=user, payment=payment, transaction_type="purchase", amount=package.total_credits,
        balance_before=before, balance_after=user.credit_balance,
    ))
    db.session.commit()
    return jsonify(id=payment.id), 201


@payments_bp.post("/subscribe")
def subscribe():
    data = request.get_json()
    plan = db.session.get(SubscriptionPlan, data["plan_id"]) or abort(404)
    start = utcnow()
    subscription = Subscription(
        users_id=data["users_id"], plan=plan, start_date=start,
        end_date=start + timedelta(days=plan.duration_days),
    )
    subscription.history.append(SubscriptionHistory(
        users_id=data["users_id"], subscriptions_plan_id=plan.id, action_type="created", new_status="active",
    ))
    db.session.add(subscription)
    db.session.commit()
    return jsonify(id=subscription.id), 201


@payments_bp.get("/revenue")
def revenue():
    by_currency = (
        db.session.query(Payment.currency, func.sum(Payment.amount).label("total"))
        .filter(Payment.payment_status == Payment.COMPLETED)
        .group_by(Payment.currency)
    )
    return jsonify({row.currency: str(row.total) for row in by_currency})


@payments_bp.get("/expiring")
def expiring():
    rows = db.session.execute(text("""
        SELECT u.username, u.email, p.name AS plan, s.end_date
        FROM subscriptions s
        JOIN users u ON u.id = s.users_id
        JOIN subscriptions_plans p ON p.id = s.subscriptions_plan_id
        WHERE s.status = 'active' AND NOT s.auto_renew
          AND s.end_date BETWEEN now() AND now() + interval '7 days'
        ORDER BY s.end_date
    """))
    return jsonify([dict(row._mapping) for row in rows])
