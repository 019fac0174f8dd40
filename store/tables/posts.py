"""The auxiliary posts of a village (辅助性岗位)."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class VillagePost(Base):
    """How many auxiliary posts a village has, and how many are `taken` by people who did not apply here.

    Those who applied here and have one are counted from their requests, see `store.offers.seats`.
    """

    __tablename__ = "village_posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    village: Mapped[str] = mapped_column(String(12), unique=True)
    poverty_village: Mapped[bool] = mapped_column(default=False, server_default="0")
    quota: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0, server_default="0")
    example: Mapped[bool] = mapped_column(default=False, server_default="0")
