from bot.records import RecordKind
from tests.console.browser import act, read, send
from tests.console.conftest import Enter
from tests.console.office import Office
from tests.store.test_vacancies import TYPED, shown

HELD = "/console/held"


def test_staff_put_up_what_an_employer_asked_for(enter: Enter, office: Office) -> None:
    referral = office.claimed(kind=RecordKind.VACANCY)
    assert "核实过了，登出来" in read(enter("wang"), f"/console/referrals/{referral}")
    page = act(enter("wang"), referral, "post", **TYPED)
    assert "登出来了，群众现在就能看到" in page
    assert shown(office.engine) == ["缝纫工"]


def test_the_county_sees_why_one_is_held_and_lets_it_pass(enter: Enter, office: Office) -> None:
    referral = office.claimed(kind=RecordKind.VACANCY)
    page = act(enter("wang"), referral, "post", **TYPED | {"detail": "体检费自己掏"})
    assert "等县里看" in page
    assert shown(office.engine) == []
    assert "要先交钱：“体检费" in read(enter("county"), HELD)
    assert "请写一句理由" in send(enter("county"), HELD, f"{HELD}/1/release").text
    assert "放行了" in send(enter("county"), HELD, f"{HELD}/1/release", reason="厂里说报销").text
    assert shown(office.engine) == ["缝纫工"]


def test_a_deposit_is_let_pass_by_nobody(enter: Enter, office: Office) -> None:
    act(enter("wang"), office.claimed(kind=RecordKind.VACANCY), "post", **TYPED | {"detail": "要交压金"})
    page = read(enter("county"), HELD)
    assert "要押金、保证金：“压金”" in page
    assert "核实过了，放行" not in page
    assert "法律不许，不能放行" in send(enter("county"), HELD, f"{HELD}/1/release", reason="核实过").text
    assert shown(office.engine) == []


def test_what_was_typed_stays_and_what_is_wrong_is_said_beside_it(enter: Enter, office: Office) -> None:
    referral = office.claimed(kind=RecordKind.VACANCY)
    page = act(enter("wang"), referral, "post", **TYPED | {"wage_to": "三千多吧", "detail": "管中饭"})
    assert 'value="三千多吧"' in page
    assert "管中饭</textarea>" in page
    assert "这里要填一个数字，现在是“三千多吧”" in page
    assert shown(office.engine) == []


def test_only_the_county_lets_pass(enter: Enter, office: Office) -> None:
    referral = office.claimed(kind=RecordKind.VACANCY)
    act(enter("wang"), referral, "post", **TYPED | {"detail": "要交压金"})
    for login in ("wang", "hengbu", "auditor"):
        assert "核实过了，放行" not in read(enter(login), HELD)
        for action in ("release", "refuse"):
            assert send(enter(login), "/console/password", f"{HELD}/1/{action}").status_code == 403
    assert shown(office.engine) == []


def test_other_requests_have_no_such_form(enter: Enter, office: Office) -> None:
    assert "登招工" not in read(enter("wang"), f"/console/referrals/{office.claimed()}")
