"""A new secret, asked twice, with its strength while it is typed: for the set-up and for the settings alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.desk.officers import MIN_SECRET
from app.forms.secret_strength import Strength, is_trivial, strength_of
from app.ui.i18n import say, tr
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.secret_box import SecretBox
from app.ui.widgets.strength_bar import StrengthBar
from core.findings import Weight

BOX_PX = 340


class NewSecret:
    """Three rows that belong together; who uses them places them."""

    def __init__(self, look: Look, label: str, *, is_training: bool = False) -> None:
        self._known: tuple[str, ...] = ()
        self._is_training = is_training
        self.secret, self.again = SecretBox(look, "secret"), SecretBox(look, "again")
        self.strength = StrengthBar(look)
        self.rows: Mapping[str, AskRow] = {
            "secret": AskRow(look, label, self.secret, _advice(), width_px=BOX_PX),
            "strength": AskRow(look, "", self.strength),
            "again": AskRow(look, tr("Sekali lagi"), self.again, width_px=BOX_PX),
        }
        self.secret.signals.typed.connect(lambda _typed: self.judge(self._known))
        self.secret.signals.went.connect(lambda _name: self._warn_of_weak())
        for name, box in (("secret", self.secret), ("again", self.again)):
            box.signals.typed.connect(lambda _typed, name=name: self.rows[name].show_finding(""))
            box.caps_noticed.connect(self._on_caps)

    def judge(self, known: Iterable[str]) -> Strength:
        """Show how good the secret is.

        Args:
            known: names of post and officer; they make a secret weaker.
        """
        self._known = tuple(known)
        secret = self.secret.text()
        strength = strength_of(secret, least=MIN_SECRET, known=self._known)
        self.strength.show_strength(strength if secret else None)
        return strength

    def findings(self, *, is_training: bool) -> Mapping[str, str]:
        """What is wrong, by row.

        Real data want a secret that is not guessed soon; a training desk may have such a one, and is told so, but none
        of those that everybody tries first.
        """
        self._is_training = is_training
        strength = self.judge(self._known)
        if strength is Strength.SHORT:
            return {"secret": say("SECRET_TOO_SHORT", {"limit": MIN_SECRET})}
        if is_trivial(self.secret.text(), known=self._known):
            return {"secret": say("SECRET_TRIVIAL")}
        if strength is Strength.WEAK and not is_training:
            return {"secret": say("SECRET_GUESSABLE")}
        return {} if self.again.text() == self.secret.text() else {"again": say("SECRETS_DIFFER")}

    def _warn_of_weak(self) -> None:
        """Left behind, not while it is typed: most secrets are weak in their middle."""
        secret = self.secret.text()
        is_weak = strength_of(secret, least=MIN_SECRET, known=self._known) is Strength.WEAK
        if self._is_training and is_weak and not is_trivial(secret, known=self._known):
            self.rows["secret"].show_finding(say("SECRET_WEAK_FOR_TRAINING"), Weight.WARN)

    def clear(self) -> None:
        """Forget both."""
        self.secret.clear()
        self.again.clear()
        self.judge(self._known)

    def _on_caps(self, has_caps: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.rows["secret"].show_help(tr("Caps Lock menyala.") if has_caps else _advice())


def _advice() -> str:
    return tr("Paling sedikit 8 huruf. Paling baik kalimat pendek yang hanya Anda tahu.")
