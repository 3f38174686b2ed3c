"""Good addresses for somebody, none of which anybody at this post has."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from app.desk.context import Desk
from app.models.mail_space import mail_space_of
from app.models.mailboxes import is_address_known
from core.mail_names import MailName, NameWish, propose_names
from core.passwords import tells_password


def propose(
    desk: Desk,
    name_on_id: str,
    *,
    domain: str,
    birth_year: int | None = None,
    town: str = "",
    shown: Collection[str] = (),
) -> tuple[MailName, ...]:
    """Three to five addresses that are free within the post's data; the provider has the last word.

    Args:
        name_on_id: one that tells a password counts as no name: nobody is proposed an address made of a secret.
        domain: of a public provider, or of the region's own mailboxes: then names end with this desk's tag.
        birth_year: in full; only if the applicant agrees that it shows.
        shown: addresses that were proposed before and did not please.
    """
    rules = desk.mail_rules()
    name = "" if tells_password(name_on_id) else name_on_id

    def job() -> tuple[MailName, ...]:
        space = mail_space_of(desk.store.profile.stream)
        tag = space.tag if space is not None and space.domain == domain else ""
        return propose_names(
            NameWish(name, domain, tag, birth_year, town),
            rules,
            desk.identity,
            is_taken=lambda address: address in shown or is_address_known(desk.keys.sealer, address),
            randbelow=secrets.randbelow,
        )

    return desk.store.run(job)
