"""The listing agents and offices that rows name: found or made by their key, once for an import."""

from __future__ import annotations

from listings.importers.mapping import MappedRow, Person
from listings.models import Member, Office, Source


class People:
    """The members and offices of one source. What is known of them is kept up to date."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._offices: dict[Person, int] = {}
        self._members: dict[tuple[Person, int | None], int] = {}

    def of(self, row: MappedRow) -> dict[str, int | None]:
        """Who lists a row's home, as the fields of Listing."""
        office = self._office(row.office) if row.office else None
        agent = self._member(row.agent, office) if row.agent else None
        return {"list_agent_id": agent, "list_office_id": office}

    def _office(self, person: Person) -> int:
        if person not in self._offices:
            office, _ = Office.objects.update_or_create(
                source=self._source,
                office_key=person.key,
                defaults={"office_name": person.name, "office_phone": person.phone, "office_email": person.email},
            )
            self._offices[person] = office.pk
        return self._offices[person]

    def _member(self, person: Person, office: int | None) -> int:
        if (person, office) not in self._members:
            member, _ = Member.objects.update_or_create(
                source=self._source,
                member_key=person.key,
                defaults={
                    "office_id": office,
                    "member_full_name": person.name,
                    "member_email": person.email,
                    "member_phone": person.phone,
                    "member_state_license": person.state_license,
                },
            )
            self._members[person, office] = member.pk
        return self._members[person, office]
