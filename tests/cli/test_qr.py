from pathlib import Path

from tests.house import House


def test_a_stations_code_is_written_for_printing_and_asked_of_wechat_once(house: House, tmp_path: Path) -> None:
    poster, picture = tmp_path / "code.svg", tmp_path / "code.png"
    said = house.yizhan("qr", "station-340722106", "--out", str(poster))
    assert "横埠镇就业扶贫驿站" in poster.read_text()
    assert said.partition("扫出来是")[2] == house.yizhan("qr", "1", "--out", str(picture)).partition("扫出来是")[2]
    assert picture.read_bytes().startswith(b"\x89PNG")
