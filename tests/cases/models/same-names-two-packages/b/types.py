from sqlalchemy import String
Name = String(7)
