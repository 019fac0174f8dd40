"""`yizhan referrals`."""

import json
from typing import Any

import click


@click.command(help="列出转介，新的在前。")
@click.option("--json", "as_json", is_flag=True, help="每行一条 JSON，给程序读。")
@click.option("--reveal", is_flag=True, help="显示完整电话（会记在查看记录里）。")
def referrals(as_json: bool, reveal: bool) -> None:
    """List the referrals."""
    from store.database import guarded
    from store.facts import now
    from store.referrals.listing import referrals as listed
    from wiring import build

    with guarded():
        for referral in listed(build().engine, reveal_at=now() if reveal else None):
            click.echo(json.dumps(referral, ensure_ascii=False) if as_json else line(referral))


def line(referral: dict[str, Any]) -> str:
    """One referral for people to read."""
    wish = (referral["choice"] or {}).get("title") or referral["product"] or referral["note"].replace("\n", " ")
    station = referral["station"] or "全县待分派"
    created = referral["created_at"][:16].replace("T", " ")
    parts = (referral["id"], created, referral["status"], referral["kind"], referral["name"], referral["phone"])
    return "  ".join(str(part) for part in (*parts, station, wish) if part)
