"""Meetings and items in the words of schema.org, for programs that read pages."""

from __future__ import annotations

from minuteminer.answers import IndexedItem
from minuteminer.models import Meeting
from minuteminer.views.item import heading_of
from minuteminer.views.licence import ShownLicence
from minuteminer.views.words import topic_name, web_address

Linked = dict[str, object]


def meeting_as_event(meeting: Meeting) -> Linked:
    """A meeting as an Event."""
    stated: Linked = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": " ".join(part for part in (meeting.title, meeting.committee) if part),
        "startDate": meeting.date.isoformat() if meeting.date else "",
        "location": {"@type": "Place", "name": meeting.venue} if meeting.venue else "",
        "organizer": {"@type": "GovernmentOrganization", "name": meeting.committee},
        "url": web_address(meeting.url),
    }
    if meeting.status == "cancelled":
        stated["eventStatus"] = "https://schema.org/EventCancelled"
    return {name: value for name, value in stated.items() if value}


def item_as_document(found: IndexedItem, licence: ShownLicence | None = None) -> Linked:
    """An agenda item as a DigitalDocument that was made at its meeting and lies at its source."""
    event = {name: value for name, value in meeting_as_event(found.meeting).items() if name != "@context"}
    item = found.item
    stated: Linked = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "name": heading_of(found),
        "identifier": found.key,
        "version": str(item.version),
        "creativeWorkStatus": item.status,
        "inLanguage": "en-GB",
        "isBasedOn": web_address(item.url),
        "dateModified": item.fetched_at.isoformat() if item.fetched_at else "",
        "about": [topic_name(topic.topic_id) for topic in found.topics],
        "recordedAt": event,
        "license": licence.address if licence else "",
    }
    return {name: value for name, value in stated.items() if value}
