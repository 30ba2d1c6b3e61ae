from sqlalchemy import String
Name = String(5)
