from sqlalchemy import text
text("SELECT nothing FROM users")
