import pytest

from bot.guard import Lure, suspicions

DOUBTFUL = {
    "招普工5名 月薪6000 入职交500压金": {Lure.DEPOSIT},
    "包吃住，yajin 300元": {Lure.DEPOSIT},
    "包吃住，押 金 300元": {Lure.DEPOSIT},
    "要交保正金一千": {Lure.DEPOSIT},
    "不限年龄，押金500": {Lure.DEPOSIT},
    "不要押金，要交保证金": {Lure.DEPOSIT},
    "先交培训费600，学完上岗": {Lure.FEE},
    "招缝纫工，报名点 http://zhaogong.example/x": {Lure.LINK},
    "招包装工，上 HAOGONG.VIP 填表": {Lure.LINK},
    "先打两百块钱过来占位子": {Lure.FEE},
    "家里串珠子，要交材料费100元": {Lure.FEE},
    "身份证交到厂里统一保管": {Lure.IDENTITY},
    "来了要扣深份证": {Lure.IDENTITY},
    "借银行卡给公司走账": {Lure.ACCOUNT},
    "把验证码发给客服就行": {Lure.ACCOUNT},
    "包吃住，六百块工装钱自己掏": {Lure.FEE},
    "每人收50块建档": {Lure.FEE},
    "刷脸贷款学美容，学完安排工作": {Lure.FEE},
    "压一个月工资，做满一年退": {Lure.DEPOSIT},
    "日结1500元，轻松好做": {Lure.PAY},
    "月入3万，无需经验": {Lure.PAY},
    "一天两千块 包车": {Lure.PAY},
    "时薪300元": {Lure.PAY},
    "招刷单员，押金200，身份证押一个月": {Lure.DEPOSIT, Lure.IDENTITY, Lure.PAY},
}
HONEST = [
    "工资5.5元一件，8:00-17.30，邮箱 a@zhaogong.com",
    "服装厂要缝纫工3个，按件算，每月4000元左右，不收押金",
    "普工10名，免体检费，服装费厂里出",
    "不收任何押金和保证金",
    "不要押金，不扣身份证，包吃住",
    "请带身份证来面试",
    "带身份证复印件和一寸照片",
    "养鸭。今年招2个人喂鸭子",
    "压紧螺丝的活，每天150",
    "工资打到银行卡，一月一发",
    "每月5000到8000元",
    "木工一天350元，先付工钱再干活",
    "塔吊司机每月一万二",
    "在家做，材料送到家，不要材料费",
    "体检费公司报销",
    "来料加工，交货一个15元",
    "工人收入每月4000元",
    "收废品，一天130元",
    "电话13800001234，月结",
    "2026年3月开工 年薪50000",
    "",
]


@pytest.mark.parametrize("offer", DOUBTFUL)
def test_what_no_honest_employer_asks_for_is_seen_and_heard(offer: str) -> None:
    assert {each.lure for each in suspicions(offer)} == DOUBTFUL[offer]


@pytest.mark.parametrize("offer", HONEST)
def test_an_honest_offer_is_left_alone(offer: str) -> None:
    assert suspicions(offer) == ()


def test_the_words_are_those_that_were_written() -> None:
    offer = "来了先交 YA金 500"
    assert [each.words for each in suspicions(offer)] == ["YA金"]
