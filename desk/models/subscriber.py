"""Subscribers (机主): the owner of each line. One row a line, so this is the list of lines as well."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base, Number


class SubscriberRow(Base):
    """The owner of one line. Millions of rows; clustered by number, so that a look-up reads one tree."""

    __tablename__ = "subscribers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    line_number: Mapped[str] = mapped_column(Number, primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    key_account: Mapped[bool] = mapped_column(default=False)
