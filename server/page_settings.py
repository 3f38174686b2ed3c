"""What an operator says about the pages for mailboxes' owners: which proxy's word about a client is believed."""

from __future__ import annotations

import os
from collections.abc import Mapping

from core.errors import unusable
from server.codes import ServerCode
from server.http.client_address import LOOPBACK, networks
from server.http.mailbox_pages import MailHosts
from server.http.mailbox_routes import PageTerms
from server.mail_settings import MailSettings

PROXY_VARIABLE = "POSKO_SERVER_PROXY"
"""Addresses or networks of our own proxies on other machines, separated by commas; this machine's need no word."""


def page_terms(mail: MailSettings, environment: Mapping[str, str] = os.environ) -> PageTerms:
    """What the pages have to know. Raises: Trouble PROXY for something that is no address."""
    text = environment.get(PROXY_VARIABLE, "")
    try:
        proxies = (*LOOPBACK, *networks(text))
    except ValueError as error:
        raise unusable(ServerCode.PROXY, proxy=text) from error
    hosts = MailHosts(mail.incoming, mail.outgoing) if mail.incoming and mail.outgoing else None
    return PageTerms(hosts, proxies)
