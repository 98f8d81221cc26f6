"""What happened to contracts, as sentences: for the timeline of their file and for the log of the house."""

from __future__ import annotations

from typing import Final

from stuurbord.errors import N_

SENTENCES: Final = {
    "contract.conclude": N_("Contract of {reference} opened with {contractor}"),
    "contract.change": N_("Data of the contract of {subject} changed"),
    "contract.bond": N_("Bond of the contract of {reference} posted"),
    "contract.bond_release": N_("Bond of the contract of {reference} released in part or whole"),
    "contract.request": N_("Payment request {invoice} received for {reference}"),
    "contract.pay": N_("Days of payment request {invoice} for {reference} written down"),
    "contract.link": N_("Payment request {invoice} for {reference} linked to another order, or to none"),
    "contract.invoice": N_("Payment request {invoice} for {reference} written in the finances as {code}"),
    "contract.revise": N_("Price of payment request {invoice} for {reference} revised"),
    "contract.advance": N_("Advance paid on the contract of {reference}"),
    "contract.recover": N_("Advance on the contract of {reference} recovered in part or whole"),
    "contract.modify": N_("Modification {number} of the contract of {reference} on ground {ground}: {title}"),
    "contract.suspend": N_("Contract of {reference} suspended: {reason}"),
    "contract.resume": N_("Contract of {reference} resumed"),
    "contract.accept": N_("Acceptance of the contract of {reference} granted"),
    "contract.reject": N_("Acceptance of the contract of {reference} refused"),
    "contract.default": N_("Default {number} recorded for the contract of {reference}"),
    "contract.defence": N_("Sending or defence of default {number} of {reference} written down"),
    "contract.measure": N_("Measure taken on default {number} of {reference}"),
    "contract.call_off": N_("Order {number} placed under the framework agreement of {reference}: {title}"),
    "contract.withdraw_order": N_(
        "Order {number} under the framework agreement of {reference} withdrawn: {reason}"
    ),
}
