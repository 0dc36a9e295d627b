"""Number series: the last report number given out on each day of the site's zone."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.base import Base


class NumberSeriesRow(Base):
    """One day (yymmdd). Raised by one upsert, whose row lock keeps numbers unique across services."""

    __tablename__ = "number_series"

    day: Mapped[str] = mapped_column(String(6), primary_key=True)
    last: Mapped[int]
