"""QR codes of scenes."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base


class SceneCode(Base):
    """What the QR code of a station's `scene` says for WeChat account `account` (its app id)."""

    __tablename__ = "scene_codes"
    __table_args__ = {}  # noqa: RUF012 - its key is no number that could be used again

    account: Mapped[str] = mapped_column(String(40), primary_key=True)
    scene: Mapped[str] = mapped_column(String(64), primary_key=True)
    url: Mapped[str] = mapped_column(String(500))
