"""All models, so that `from models import User` works and the mapper sees every table."""
from extensions import db
from models.models_interaction import (
    ContentReport, Event, EventType, Notification, UserAction, UserFavorite, UserMediaHistory, UserRating,
)
from models.models_media import (
    Director, Episode, File, Genre, Language, Media, MediaCategory, MediaCategoryAssignment, MediaDirector,
    MediaGenre, MediaIgnore, MediaPerformer, MediaQualityLevel, MediaSubtitle, MediaType, Performer,
)
from models.models_payment import (
    CreditPackage, CreditTransaction, Payment, PaymentMethod, Subscription, SubscriptionHistory,
    SubscriptionPlan, Transaction, TransactionType,
)
from models.models_referral import Invitation, ReferralCode, ReferralEarning
from models.models_reseller import ResellerAsset, ResellerCommission, ResellerDetail, ResellerSetting
from models.models_support import SupportTicket, SystemSetting, TicketMessage
from models.models_user import (
    ApiKey, Playlist, PlaylistItem, User, UserDevice, UserFaveDirector, UserFaveGenre, UserFavePerformer,
    UserSession, UserType,
)

__all__ = [
    "db", "ApiKey", "ContentReport", "CreditPackage", "CreditTransaction", "Director", "Episode", "Event",
    "EventType", "File", "Genre", "Invitation", "Language", "Media", "MediaCategory",
    "MediaCategoryAssignment", "MediaDirector", "MediaGenre", "MediaIgnore", "MediaPerformer",
    "MediaQualityLevel", "MediaSubtitle", "MediaType", "Notification", "Payment", "PaymentMethod",
    "Performer", "Playlist", "PlaylistItem", "ReferralCode", "ReferralEarning", "ResellerAsset",
    "ResellerCommission", "ResellerDetail", "ResellerSetting", "Subscription", "SubscriptionHistory",
    "SubscriptionPlan", "SupportTicket", "SystemSetting", "TicketMessage", "Transaction",
    "TransactionType", "User", "UserAction", "UserDevice", "UserFaveDirector", "UserFaveGenre",
    "UserFavePerformer", "UserFavorite", "UserMediaHistory", "UserRating", "UserSession", "UserType",
]
