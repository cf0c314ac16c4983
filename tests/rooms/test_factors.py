"""Second factors (R-SEC-12, ASVS 6.5): codes work once, keys answer only their own question, nothing is readable."""

import json
from datetime import timedelta

import pyotp
import pytest
from django.conf import settings

from osc.correspondence.models import Mail
from osc.foundation.sealing import NotOpened
from osc.identity.entry.checking import sign_in
from osc.identity.entry.opening import Visitor
from osc.identity.factors.actions import (
    check_second_factor,
    link_app,
    link_passkey,
    remove_app,
    remove_passkey,
    renew_recovery_codes,
)
from osc.identity.factors.app import CodeRefused, app_picture, app_uri, new_app_secret
from osc.identity.factors.held import factors_of, has_second_factor
from osc.identity.factors.passkeys import PasskeyRefused, ask_new_passkey, ask_passkey, use_passkey
from osc.identity.factors.sealing import seal, unseal
from osc.identity.models import AuthenticatorApp, PortalUser, RecoveryCode
from osc.identity.sessions import Stage, find_session, start_session
from osc.limits.counters import LimitReached
from tests.support.authenticator import Authenticator
from tests.support.people import PASSWORD, make_user
from tests.support.post import told

pytestmark = pytest.mark.django_db
NOW = settings.NOW
HOME = Visitor("10.0.0.1", "Firefox")


def with_app(user: PortalUser) -> tuple[str, list[str]]:
    secret = new_app_secret()
    codes = link_app(
        user_id=user.id, secret=secret, code=pyotp.TOTP(secret).at(NOW), visitor=HOME, keep_session="", now=NOW
    )
    return secret, codes


def check(user: PortalUser, code: str, *, later: timedelta = timedelta()) -> bool:
    try:
        check_second_factor(user_id=user.id, device_id=None, code=code, now=NOW + later)
    except CodeRefused:
        return False
    return True


def test_the_password_alone_is_not_enough_any_more() -> None:
    user = make_user("jana")
    assert sign_in(email=user.email, password=PASSWORD, address="10.0.0.1", now=NOW).stage == Stage.FULL
    with_app(user)
    assert sign_in(email=user.email, password=PASSWORD, address="10.0.0.1", now=NOW).stage == Stage.SECOND_FACTOR
    assert told("security_changed")["what"] == "app_added"


def test_asvs_6_5_1_a_code_counts_once_and_only_for_its_step_and_its_neighbours() -> None:
    user = make_user("jana")
    secret, _ = with_app(user)
    totp, step = pyotp.TOTP(secret), timedelta(seconds=30)
    assert not check(user, totp.at(NOW)), "used when the app was set up"
    assert check(user, f" {totp.at(NOW + step)[:3]} {totp.at(NOW + step)[3:]} "), "a clock may be off by one step"
    assert not check(user, totp.at(NOW + step), later=step)
    assert not check(user, totp.at(NOW + step * 2), later=step * 6)
    assert check(user, totp.at(NOW + step * 6), later=step * 6)
    for wrong in ("", "000000", "abcdef", "١٢٣٤٥٦", "12345"):
        assert not check(user, wrong, later=timedelta(days=2))


def test_ten_recovery_codes_each_once_and_only_hashes_are_kept() -> None:
    user = make_user("jana")
    _, codes = with_app(user)
    assert len(set(codes)) == 10 and all(len(code) == 14 for code in codes)
    assert check(user, codes[0].lower())
    assert not check(user, codes[0])
    assert check(user, codes[9].replace("-", ""))
    assert not check(user, "0000-0000-0000")
    assert factors_of(user.id).codes_left == 8
    kept = " ".join(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_fresh_codes_end_the_old_ones_and_the_last_factor_takes_them_along() -> None:
    user = make_user("jana")
    _, old = with_app(user)
    fresh = renew_recovery_codes(user_id=user.id, visitor=HOME, keep_session="", now=NOW)
    assert not check(user, old[1]) and check(user, fresh[1])
    remove_app(user_id=user.id, visitor=HOME, keep_session="", now=NOW)
    assert not has_second_factor(user.id) and not check(user, fresh[2])


def test_asvs_7_4_3_other_sessions_end_when_a_factor_changes() -> None:
    user = make_user("jana")
    mine, other = start_session(user, now=NOW), start_session(user, now=NOW)
    secret = new_app_secret()
    link_app(user_id=user.id, secret=secret, code=pyotp.TOTP(secret).at(NOW), visitor=HOME, keep_session=mine, now=NOW)
    assert find_session(mine, now=NOW) is not None and find_session(other, now=NOW) is None


def test_a_wrong_code_links_no_app() -> None:
    user = make_user("jana")
    with pytest.raises(CodeRefused):
        link_app(user_id=user.id, secret=new_app_secret(), code="000000", visitor=HOME, keep_session="", now=NOW)
    assert not AuthenticatorApp.objects.exists()


def test_guessing_codes_is_slowed_down() -> None:
    user = make_user("jana")
    with_app(user)
    for _ in range(10):
        assert not check(user, "000000")
    with pytest.raises(LimitReached):
        check(user, "000000")


def test_prv1_the_key_of_the_app_is_sealed_for_its_owner() -> None:
    user = make_user("jana")
    secret, _ = with_app(user)
    sealed = AuthenticatorApp.objects.get(user=user).sealed_secret
    assert secret not in sealed and unseal(sealed, belongs_to=str(user.id)) == secret
    assert seal(secret, belongs_to="x") != seal(secret, belongs_to="x")
    with pytest.raises(NotOpened):
        unseal(sealed, belongs_to="somebody else")


def test_the_picture_is_a_file_of_its_own() -> None:
    uri = app_uri(secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", email="jana@example.net", issuer="Stadtwerke Lindenau")
    assert uri.startswith("otpauth://totp/") and "secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" in uri
    assert app_picture(uri).startswith(b"<svg")


def with_passkey(user: PortalUser) -> tuple[Authenticator, list[str]]:
    device = Authenticator()
    options, challenge = ask_new_passkey(user_id=user.id)
    codes = link_passkey(
        user_id=user.id, answer=device.create(json.loads(options)), challenge=challenge, name="Firefox",
        visitor=HOME, keep_session="", now=NOW,
    )  # fmt: skip
    return device, codes


def test_a_passkey_says_who_it_is_and_is_a_second_factor() -> None:
    user = make_user("jana")
    device, codes = with_passkey(user)
    assert len(codes) == 10 and has_second_factor(user.id)
    options, challenge = ask_passkey()
    assert use_passkey(answer=device.get(json.loads(options)), challenge=challenge, now=NOW).id == user.id
    assert factors_of(user.id).passkeys[0].used_at == NOW


def test_a_passkey_answers_only_its_own_question_origin_and_owner() -> None:
    user, other = make_user("jana"), make_user("B")
    device, _ = with_passkey(user)
    options, challenge = ask_passkey()
    answer = device.get(json.loads(options))
    for change in ({"challenge": ask_passkey()[1]}, {"user_id": other.id}, {"answer": "{}"}, {"answer": "[1]"},
                   {"answer": "x" * 30_000}, {"answer": ""}):  # fmt: skip
        with pytest.raises(PasskeyRefused):
            use_passkey(**({"answer": answer, "challenge": challenge, "now": NOW} | change))
    device.origin = "https://evil.example"
    with pytest.raises(PasskeyRefused):
        use_passkey(answer=device.get(json.loads(options)), challenge=challenge, now=NOW)
    stranger = Authenticator()
    with pytest.raises(PasskeyRefused):
        use_passkey(answer=stranger.get(json.loads(options)), challenge=challenge, now=NOW)


def test_a_copied_key_is_noticed_by_its_counter_and_a_disabled_log_in_stays_closed() -> None:
    user = make_user("jana")
    device, _ = with_passkey(user)
    options, challenge = ask_passkey()
    use_passkey(answer=device.get(json.loads(options)), challenge=challenge, now=NOW)
    device.uses -= 1
    with pytest.raises(PasskeyRefused):
        use_passkey(answer=device.get(json.loads(options)), challenge=challenge, now=NOW)
    device.uses += 5
    PortalUser.objects.filter(id=user.id).update(is_active=False)
    with pytest.raises(PasskeyRefused):
        use_passkey(answer=device.get(json.loads(options)), challenge=challenge, now=NOW)


def test_nobody_removes_somebody_elses_passkey() -> None:
    user, other = make_user("jana"), make_user("B")
    with_passkey(user)
    key = factors_of(user.id).passkeys[0]
    before = Mail.objects.count()
    remove_passkey(user_id=other.id, passkey_id=key.id, visitor=HOME, keep_session="", now=NOW)
    assert factors_of(user.id).passkeys and Mail.objects.count() == before
    remove_passkey(user_id=user.id, passkey_id=key.id, visitor=HOME, keep_session="", now=NOW)
    assert not has_second_factor(user.id)
