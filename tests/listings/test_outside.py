"""What a source lets out of the house: obeyed wherever a reader is not one of our own pages."""

from __future__ import annotations

import pytest

from accounts.api_tokens import create_token
from listings.models import Source
from realestate.scopes import ALL, as_program
from realestate.tooling import ToolError, acting_as, all_tools

FACTS = ("825", "123 Oak Street", "1840", "Sellwood", "A quiet house")


@pytest.fixture
def program(ana):
    """Ana's AI client."""
    return as_program(ana, ALL)


@pytest.fixture
def policy(source):
    """Sets the source's policy."""

    def set_to(value):
        Source.objects.filter(pk=source.pk).update(outside_use=value)

    return set_to


def called(user, name, **arguments):
    tool = all_tools()[name]
    with acting_as(user):
        return tool.as_json(tool.call(arguments))


def test_an_imported_source_lets_out_links_and_the_demo_market_everything(source):
    from listings.demo.rows import demo_source

    assert source.outside_use == "link_only"
    assert demo_source().outside_use == "full"


def test_people_in_our_pages_see_everything_whatever_the_policy(eve, house, policy):
    policy("none")

    assert [each["listingId"] for each in called(eve, "findListings", city="Portland")["listings"]] == ["L001"]
    assert called(eve, "getListing", listingId="L001")["price"] == 825_000


def test_full_lets_a_program_read_everything(program, house, policy):
    policy("full")

    assert called(program, "getListing", listingId="L001")["publicRemarks"] == "A quiet house."
    assert called(program, "findListings", city="Portland")["linked"] is None


def test_link_only_gives_a_search_the_link_and_no_fact(program, house, settings):
    answer = called(program, "findListings", city="Portland")

    (link,) = answer["linked"]["links"]
    assert link["url"] == f"{settings.SITE_URL}/listings/L001/"
    assert "Maya Lind" in link["attribution"]
    assert (answer["total"], answer["listings"], answer["linked"]["total"]) == (0, [], 1)
    assert answer["statistics"]["medianPrice"] is None
    assert not [fact for fact in FACTS if fact in str(answer)]


def test_none_says_nothing_at_all(program, house, policy):
    policy("none")

    answer = called(program, "findListings", city="Portland")

    assert (answer["total"], answer["linked"]) == (0, None)
    with pytest.raises(ToolError, match="There is no listing 'L001'"):
        called(program, "getListing", listingId="L001")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("getListing", {"listingId": "l001"}),
        ("compareListings", {"listingIds": ["L001", "L003"]}),
        ("saveListing", {"listingId": "L001"}),
    ],
)
def test_a_home_that_may_only_be_linked_to_is_told_as_a_link(program, house, sold_house, settings, name, arguments):
    with pytest.raises(ToolError) as refused:
        called(program, name, **arguments)

    assert f"{settings.SITE_URL}/listings/L001/" in str(refused.value)
    assert not [fact for fact in FACTS if fact in str(refused.value)]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("calculateMortgage", {"listingId": "L001", "downPaymentPercent": 20, "annualRatePercent": 6.5}),
        ("estimateValue", {"listingId": "L001"}),
        ("getListingMetrics", {"listingIds": ["L001"]}),
        ("generatePerformanceReport", {"listingIds": ["L001"]}),
        ("getMarketAnalysis", {"area": "Portland, OR"}),
        ("listSavedListings", {}),
    ],
)
def test_no_tool_lets_a_fact_slip(program, admin, house, sold_house, name, arguments):
    program.role = "admin"  # who may see every figure in our pages
    try:
        said = str(called(program, name, **arguments))
    except ToolError as refused:
        said = str(refused)

    assert not [fact for fact in FACTS if fact in said]


def test_a_mail_that_a_program_prepares_has_the_link_alone(program, house, settings):
    with acting_as(program):
        mail = all_tools()["sendListingReport"].checked_call(
            {"listingIds": ["L001"], "recipientEmail": "ann@example.com"}
        )

    assert f"{settings.SITE_URL}/listings/L001/" in mail.text
    assert f"{settings.SITE_URL}/listings/L001/" in mail.html
    assert mail.subject.startswith("1 home from")
    assert not [fact for fact in FACTS if fact in mail.text + mail.html]


def test_the_api_obeys_by_the_token(client, ana, house):
    secret = create_token(ana, "Script", ["read"])[0]
    headers = {"Authorization": f"Bearer {secret}"}

    searched = client.get("/api/listings/?city=Portland", headers=headers).json()
    looked_at = client.get("/api/listings/L001/", headers=headers)

    assert (searched["total"], [each["listingId"] for each in searched["linked"]["links"]]) == (0, ["L001"])
    assert looked_at.status_code == 404
    assert client.get("/api/listings/L001/").json()["price"] == 825_000
